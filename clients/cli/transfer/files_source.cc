#include "clients/cli/transfer/files_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/transfer/bundle_source.h"
#include "clients/cli/transfer/csv_source.h"
#include "clients/cli/transfer/json_lines.h"
#include "common/base/status_macros.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage::cli {
namespace {

using projects::v1::Project;

// The format of a file by its name. Bundles may have any other name.
std::string FormatOf(const std::string& path) {
  for (const char* format : {"jsonl", "csv"}) {
    if (absl::EndsWith(path, absl::StrCat(".", format))) return format;
  }
  return "textproto";
}

}  // namespace

absl::StatusOr<FilesSource> FilesSource::Open(absl::Span<const std::string> paths,
                                              const std::string& format) {
  FilesSource source;
  for (const std::string& path : paths) {
    JUMELAGE_RETURN_IF_ERROR(source.Add(path, format.empty() ? FormatOf(path) : format));
  }
  return source;
}

absl::Status FilesSource::Add(const std::string& path, const std::string& format) {
  if (format == "jsonl") {
    JUMELAGE_ASSIGN_OR_RETURN(files_.emplace_back(), JsonLinesSource::Open(path));
  } else if (format == "csv") {
    JUMELAGE_ASSIGN_OR_RETURN(files_.emplace_back(), CsvSource::Open(path));
    has_tables_ = true;
  } else if (format == "textproto") {
    JUMELAGE_ASSIGN_OR_RETURN(BundleSource bundle, BundleSource::Open(path));
    for (const Project& project : bundle.projects()) {
      const auto known =
          std::find_if(projects_.begin(), projects_.end(),
                       [&](const Project& other) { return other.name() == project.name(); });
      if (known == projects_.end()) {
        *projects_.Add() = project;
      } else if (!google::protobuf::util::MessageDifferencer::Equals(*known, project)) {
        return UsageError(absl::StrCat(path, ": ", project.name(),
                                       " stands in another file too, and differently"));
      }
    }
    files_.push_back(std::make_unique<BundleSource>(std::move(bundle)));
  } else {
    return UsageError(absl::StrCat("--format is textproto, jsonl or csv, not '", format, "'"));
  }
  return absl::OkStatus();
}

bool FilesSource::Next(SourceRecord* next) {
  for (; current_ < files_.size(); ++current_) {
    if (files_[current_]->Next(next)) return true;
  }
  return false;
}

double FilesSource::Fraction() const {
  if (current_ >= files_.size()) return 1;
  return (static_cast<double>(current_) + files_[current_]->Fraction()) /
         static_cast<double>(files_.size());
}

}  // namespace jumelage::cli
