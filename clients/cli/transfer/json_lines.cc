#include "clients/cli/transfer/json_lines.h"

#include <type_traits>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/command/arguments.h"
#include "google/protobuf/util/json_util.h"
#include "jumelage/projects/v1/transfer_service.pb.h"

namespace jumelage::cli {
namespace {

using projects::v1::ProjectRecord;

// Returns the name of the first member of the object in a line, or "" if there is none. Doesn't
// parse the rest of the line, because the source of one service skips most lines of a large file.
absl::string_view FirstMember(absl::string_view line) {
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "{")) return "";
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "\"")) return "";
  const size_t end = line.find('"');
  return end == absl::string_view::npos ? "" : line.substr(0, end);
}

// Returns whether the line belongs to the service whose records are messages of type `R`.
template <typename R>
bool IsOfService(absl::string_view line) {
  const bool of_projects =
      ProjectRecord::descriptor()->FindFieldByName(std::string(FirstMember(line))) != nullptr;
  return of_projects == std::is_same_v<R, ProjectRecord>;
}

}  // namespace

template <typename R>
absl::StatusOr<std::unique_ptr<JsonLinesSource<R>>> JsonLinesSource<R>::Open(
    const std::string& path) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  auto source = absl::WrapUnique(new JsonLinesSource(path));
  source->file_.open(path, std::ios::binary | std::ios::ate);
  if (!source->file_) return UsageError(absl::StrCat("can't read ", path));
  source->size_ = source->file_.tellg();
  source->file_.seekg(0);
  return source;
}

template <typename R>
bool JsonLinesSource<R>::Next(SourceRecordOf<R>* next) {
  std::string line;
  do {
    if (!std::getline(file_, line)) return false;
    ++line_;
    read_ += static_cast<int64_t>(line.size()) + 1;
  } while (absl::StripAsciiWhitespace(line).empty() || !IsOfService<R>(line));
  *next = SourceRecordOf<R>();
  next->place = absl::StrCat(path_, ":", line_);
  const auto parsed = google::protobuf::util::JsonStringToMessage(line, &next->record);
  if (!parsed.ok()) {
    next->unreadable = absl::InvalidArgumentError(
        absl::StrCat("the line is not a record: ", std::string(parsed.message())));
  }
  return true;
}

template <typename R>
double JsonLinesSource<R>::Fraction() const {
  return size_ == 0 ? 1 : static_cast<double>(read_) / static_cast<double>(size_);
}

template class JsonLinesSource<registry::v1::Record>;
template class JsonLinesSource<ProjectRecord>;

}  // namespace jumelage::cli
