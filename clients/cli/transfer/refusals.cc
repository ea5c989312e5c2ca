#include "clients/cli/transfer/refusals.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command.h"
#include "clients/cli/errors.h"
#include "common/base/error.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace jumelage::cli {
namespace {

std::string ToLine(const SourceRecord& source, const absl::Status& error) {
  google::protobuf::Struct line;
  auto& fields = *line.mutable_fields();
  fields["place"].set_string_value(source.place);
  fields["code"].set_string_value(absl::StatusCodeToString(error.code()));
  fields["reason"].set_string_value(ErrorReason(error));
  fields["message"].set_string_value(std::string(error.message()));
  if (source.unreadable.ok()) {
    // What was sent is in valid UTF-8, and what is printed as JSON can be read as such.
    (void)google::protobuf::util::JsonStringToMessage(ToJson(source.record, /*one_line=*/true),
                                                      fields["record"].mutable_struct_value());
  }
  return ToJson(line, /*one_line=*/true);
}

}  // namespace

absl::Status Refusals::Open(const std::string& path, bool append) {
  if (path.empty()) return absl::OkStatus();
  path_ = path;
  file_.open(path, append ? std::ios::app : std::ios::trunc);
  return file_ ? absl::OkStatus() : UsageError(absl::StrCat("can't write ", path));
}

void Refusals::Tell(const SourceRecord& source, const absl::Status& error) {
  if (file_.is_open()) file_ << ToLine(source, error);
  if (++told_ > kMaxShown) return;
  err_ << source.place << ": " << ErrorText(error) << std::flush;
}

absl::Status Refusals::Close() {
  if (told_ > kMaxShown) {
    err_ << "and " << told_ - kMaxShown << " more were refused"
         << (path_.empty() ? "; --refusals FILE has all" : "") << std::endl;
  }
  if (path_.empty()) return absl::OkStatus();
  file_.close();
  return file_ ? absl::OkStatus() : absl::UnknownError(absl::StrCat("can't write ", path_));
}

}  // namespace jumelage::cli
