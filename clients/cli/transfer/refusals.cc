#include "clients/cli/transfer/refusals.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/command.h"
#include "clients/cli/command/errors.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace jumelage::cli {
namespace {

using google::protobuf::Struct;

// The message as a JSON object. False: it can't be one.
bool ToStruct(const google::protobuf::Message& message, Struct* object) {
  const absl::StatusOr<std::string> json = ToJson(message, /*one_line=*/true);
  return json.ok() && google::protobuf::util::JsonStringToMessage(*json, object).ok();
}

}  // namespace

absl::Status Refusals::Open(const std::string& path, bool append) {
  if (path.empty()) return absl::OkStatus();
  path_ = path;
  file_.open(path, append ? std::ios::app : std::ios::trunc);
  return file_ ? absl::OkStatus() : UsageError(absl::StrCat("can't write ", path));
}

void Refusals::Tell(const SourceRecord& source, const absl::Status& error) {
  Struct record;
  const bool readable = source.unreadable.ok() && ToStruct(source.record, &record);
  Tell(source.place, readable ? &record : nullptr, error);
}

void Refusals::Tell(const projects::v1::Project& project, const absl::Status& error) {
  Struct record;
  const bool readable =
      ToStruct(project, (*record.mutable_fields())["project"].mutable_struct_value());
  Tell(project.name(), readable ? &record : nullptr, error);
}

void Refusals::Tell(const std::string& place, const Struct* record, const absl::Status& error) {
  if (file_.is_open()) {
    Struct line;
    auto& fields = *line.mutable_fields();
    fields["place"].set_string_value(place);
    fields["code"].set_string_value(absl::StatusCodeToString(error.code()));
    fields["reason"].set_string_value(ErrorReason(error));
    fields["message"].set_string_value(std::string(error.message()));
    if (record != nullptr) *fields["record"].mutable_struct_value() = *record;
    const absl::StatusOr<std::string> json = ToJson(line, /*one_line=*/true);
    failure_.Update(json.status());
    if (json.ok()) file_ << *json;
  }
  if (++told_ > kMaxShown) return;
  err_ << place << ": " << ErrorText(error) << std::flush;
}

absl::Status Refusals::Close() {
  if (told_ > kMaxShown) {
    err_ << "and " << told_ - kMaxShown << " more were refused"
         << (path_.empty() ? "; --refusals FILE has all" : "") << std::endl;
  }
  if (path_.empty()) return absl::OkStatus();
  file_.close();
  JUMELAGE_RETURN_IF_ERROR(failure_);
  return file_ ? absl::OkStatus() : absl::UnknownError(absl::StrCat("can't write ", path_));
}

}  // namespace jumelage::cli
