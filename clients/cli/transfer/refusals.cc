#include "clients/cli/transfer/refusals.h"

#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/command.h"
#include "clients/cli/command/errors.h"
#include "clients/cli/text/localize.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "google/protobuf/struct.pb.h"

namespace jumelage::cli {
absl::Status Refusals::Open(const std::string& path, bool append) {
  if (path.empty()) return absl::OkStatus();
  path_ = path;
  file_.open(path, append ? std::ios::app : std::ios::trunc);
  return file_ ? absl::OkStatus() : UsageError(absl::StrCat("can't write ", path));
}

void Refusals::Tell(const std::string& place, const google::protobuf::Message* record,
                    const absl::Status& error) {
  if (file_.is_open()) {
    google::protobuf::Struct line;
    auto& fields = *line.mutable_fields();
    fields["place"].set_string_value(place);
    fields["code"].set_string_value(absl::StatusCodeToString(error.code()));
    fields["reason"].set_string_value(ErrorReason(error));
    fields["message"].set_string_value(std::string(error.message()));
    if (record != nullptr) {
      absl::StatusOr<google::protobuf::Struct> object = ToStruct(*record);
      if (object.ok()) *fields["record"].mutable_struct_value() = *std::move(object);
    }
    const absl::StatusOr<std::string> json = ToJson(line, /*one_line=*/true);
    failure_.Update(json.status());
    if (json.ok()) file_ << *json;
  }
  if (++told_ > kMaxShown) return;
  err_ << place << ": " << ErrorText(error) << std::flush;
}

absl::Status Refusals::Close() {
  if (told_ > kMaxShown) {
    err_ << "and " << FormatNumber(told_ - kMaxShown, Language::kEnglish) << " more were refused"
         << (path_.empty() ? "; --refusals FILE writes all of them" : "") << std::endl;
  }
  if (path_.empty()) return absl::OkStatus();
  file_.close();
  JUMELAGE_RETURN_IF_ERROR(failure_);
  return file_ ? absl::OkStatus() : absl::UnknownError(absl::StrCat("can't write ", path_));
}

}  // namespace jumelage::cli
