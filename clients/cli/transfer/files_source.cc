#include "clients/cli/transfer/files_source.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/transfer/bundle_source.h"
#include "clients/cli/transfer/csv_source.h"
#include "clients/cli/transfer/json_lines.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

using projects::v1::ProjectRecord;
using registry::v1::Record;

// Returns the format that a file's extension implies: jsonl, csv, or textproto for any other name.
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
    JUMELAGE_ASSIGN_OR_RETURN(auto registry, JsonLinesSource<Record>::Open(path));
    registry_.Add(std::move(registry));
    JUMELAGE_ASSIGN_OR_RETURN(auto projects, JsonLinesSource<ProjectRecord>::Open(path));
    projects_.Add(std::move(projects));
  } else if (format == "csv") {
    JUMELAGE_ASSIGN_OR_RETURN(auto table, CsvSource::Open(path));
    registry_.Add(std::move(table));
    has_tables_ = true;
  } else if (format == "textproto") {
    JUMELAGE_ASSIGN_OR_RETURN(bundle::v1::Bundle bundle, ReadBundle(path));
    registry_.Add(std::make_unique<BundleSource<Record>>(path, &bundle));
    projects_.Add(std::make_unique<BundleSource<ProjectRecord>>(path, &bundle));
  } else {
    return UsageError(absl::StrCat("--format must be textproto, jsonl or csv, not '", format, "'"));
  }
  return absl::OkStatus();
}

}  // namespace jumelage::cli
