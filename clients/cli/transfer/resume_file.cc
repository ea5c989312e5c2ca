#include "clients/cli/transfer/resume_file.h"

#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/transfer/new_file.h"

namespace jumelage::cli {
namespace {

constexpr char kHeader[] = "jumelage import 1";

}  // namespace

ResumeFile::ResumeFile(std::string path, std::string input)
    : path_(std::move(path)), input_(std::move(input)) {}

absl::StatusOr<int64_t> ResumeFile::Read() const {
  if (path_.empty()) return 0;
  std::ifstream file(path_);
  if (!file) return 0;
  std::string header, input, records;
  std::getline(file, header);
  std::getline(file, input);
  std::getline(file, records);
  int64_t done = 0;
  if (header != kHeader || !absl::SimpleAtoi(records, &done) || done < 0) {
    return UsageError(absl::StrCat(path_, " is not a file from which an import can be resumed"));
  }
  if (input != input_) {
    return UsageError(absl::StrCat(path_, " belongs to another import: ", input));
  }
  return done;
}

absl::Status ResumeFile::Write(int64_t records) const {
  if (path_.empty()) return absl::OkStatus();
  NewFile file(path_);
  const absl::Status opened = file.Open();
  if (!opened.ok()) return absl::UnknownError(opened.message());
  file.stream() << kHeader << "\n" << input_ << "\n" << records << "\n";
  return file.Commit();
}

void ResumeFile::Remove() const {
  // The file may not exist: an import without records writes no resume file.
  if (!path_.empty()) std::remove(path_.c_str());
}

}  // namespace jumelage::cli
