#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/transfer/new_file.h"
#include "clients/cli/transfer/record_writer.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"

namespace jumelage::cli {
namespace {

// The resource type that people call `name`; empty for none.
absl::StatusOr<std::string> TypeOf(const std::string& name) {
  constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
      {"", ""},
      {"cities", "registry.jumelage/City"},
      {"organizations", "registry.jumelage/Organization"},
      {"agreements", "registry.jumelage/Agreement"},
      {"twinnings", "registry.jumelage/Twinning"},
  };
  for (const auto& [word, type] : kTypes) {
    if (word == name) return std::string(type);
  }
  return UsageError(
      absl::StrCat("--type is cities, organizations, agreements or twinnings, not '", name, "'"));
}

absl::Status Export(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string type, TypeOf(arguments.Get("type", "")));
  const std::string path = arguments.Get("to", "");
  NewFile file(path);
  std::ostream& out = path.empty() ? context.out : file.stream();
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<RecordWriter> writer,
                            MakeRecordWriter(arguments.Get("format", "jsonl"), type, &out));
  if (!path.empty() && !file.Open()) return UsageError(absl::StrCat("can't write ", path));
  registry::v1::ExportRecordsRequest request;
  if (!type.empty()) request.add_resource_types(type);
  int64_t records = 0;
  int64_t revision = 0;
  writer->Begin();
  JUMELAGE_RETURN_IF_ERROR(context.registry.ExportRecords(
      request, [&](const registry::v1::ExportRecordsResponse& response) {
        revision = response.revision();
        records += response.records_size();
        for (const registry::v1::Record& record : response.records()) {
          const absl::Status written = writer->Write(record);
          if (written.ok()) continue;
          return absl::UnknownError(
              absl::StrCat(ResourceNameOf(MemberOf(record, "record")), " ", written.message()));
        }
        return out ? absl::OkStatus() : absl::UnknownError("can't write the export");
      }));
  if (path.empty()) return absl::OkStatus();
  if (!file.Commit()) return absl::UnknownError(absl::StrCat("can't write ", path));
  context.err << records << " records as of revision " << revision << std::endl;
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ExportCommands() {
  return {
      {"export",
       "",
       0,
       0,
       "Writes all records of the registry, deleted ones included.",
       "The records are as they were at one moment, each type by name: cities, organizations,\n"
       "agreements, twinnings. 'import' reads what this writes; into an empty registry it brings "
       "all\n"
       "of it back, but for CSV, whose columns hold less than the records ('help import' has "
       "them).",
       {{"format", "jsonl|textproto|csv",
         "JSON objects, one a line; a bundle; or a table of one type. Default: jsonl."},
        {"type", "cities|organizations|agreements|twinnings", "Only these. Default: all."},
        {"to", "FILE",
         "Writes there; a file that is there stays until all is written. Default: standard "
         "output."}},
       Export},
  };
}

}  // namespace jumelage::cli
