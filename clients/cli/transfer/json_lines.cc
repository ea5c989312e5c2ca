#include "clients/cli/transfer/json_lines.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "google/protobuf/util/json_util.h"

namespace jumelage::cli {

absl::StatusOr<std::unique_ptr<JsonLinesSource>> JsonLinesSource::Open(const std::string& path) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  auto source = absl::WrapUnique(new JsonLinesSource(path));
  source->file_.open(path, std::ios::binary | std::ios::ate);
  if (!source->file_) return UsageError(absl::StrCat("can't read ", path));
  source->size_ = source->file_.tellg();
  source->file_.seekg(0);
  return source;
}

bool JsonLinesSource::Next(SourceRecord* next) {
  std::string line;
  do {
    if (!std::getline(file_, line)) return false;
    ++line_;
    read_ += static_cast<int64_t>(line.size()) + 1;
  } while (absl::StripAsciiWhitespace(line).empty());
  *next = SourceRecord();
  next->place = absl::StrCat(path_, ":", line_);
  const auto parsed = google::protobuf::util::JsonStringToMessage(line, &next->record);
  if (!parsed.ok()) {
    next->unreadable = absl::InvalidArgumentError(
        absl::StrCat("the line is no record: ", std::string(parsed.message())));
  }
  return true;
}

double JsonLinesSource::Fraction() const {
  return size_ == 0 ? 1 : static_cast<double>(read_) / static_cast<double>(size_);
}

}  // namespace jumelage::cli
