#include "clients/cli/transfer/import_session.h"

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/transfer/progress_bar.h"
#include "clients/cli/transfer/refusals.h"
#include "clients/cli/transfer/resume_file.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

using registry::v1::ImportRecordsRequest;

constexpr OptionSpec kOptions[] = {
    {"existing", "replace|merge|keep",
     "What becomes of records that exist and differ: they become what the file says, take over the "
     "fields that it has, or stay."},
    {"progress", "", "Shows progress also where nobody seems to watch."},
    {"refusals", "FILE", "Writes what is refused there, one JSON object a line."},
    {"resume", "FILE",
     "Notes there how far the import is, begins there if it was cut off, and removes the file at "
     "the end."},
};

absl::StatusOr<RecordImporter::Existing> ParseExisting(const std::string& text) {
  if (text == "replace") return ImportRecordsRequest::EXISTING_RECORDS_REPLACE;
  if (text == "merge") return ImportRecordsRequest::EXISTING_RECORDS_MERGE;
  if (text == "keep") return ImportRecordsRequest::EXISTING_RECORDS_KEEP;
  return UsageError(absl::StrCat("--existing is replace, merge or keep, not '", text, "'"));
}

bool SomebodyWatches(const std::ostream& out) {
  return &out == &std::cerr && isatty(STDERR_FILENO) == 1;
}

}  // namespace

absl::Span<const OptionSpec> ImportOptions() { return kOptions; }

absl::Status RunImport(const CommandContext& context, const Arguments& arguments,
                       const std::string& input, const std::string& default_existing,
                       RecordSource* source, ImportCounts* counts) {
  JUMELAGE_ASSIGN_OR_RETURN(const RecordImporter::Existing existing,
                            ParseExisting(arguments.Get("existing", default_existing)));
  const ResumeFile resume(arguments.Get("resume", ""), input);
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t skip, resume.Read());
  Refusals refusals(&context.err);
  JUMELAGE_RETURN_IF_ERROR(refusals.Open(arguments.Get("refusals", ""), /*append=*/skip > 0));
  ProgressBar bar(&context.err, arguments.Has("progress") || SomebodyWatches(context.err));
  ImportHooks hooks;
  hooks.progress = [&](const ImportCounts& so_far, double fraction) {
    bar.Show(skip + so_far.all(), fraction);
  };
  hooks.refused = [&](const SourceRecord& record, const absl::Status& error) {
    bar.Clear();
    refusals.Tell(record, error);
  };
  hooks.kept = [&](const std::string& name, const std::string& kept) {
    bar.Clear();
    context.err << name << ": kept as it is, since fixed on creation: " << kept << std::endl;
  };
  hooks.done = [&](int64_t records) { return resume.Write(records); };
  RecordImporter importer(&context.registry, existing, std::move(hooks));
  absl::Status ended = importer.Import(source, skip);
  bar.Clear();
  *counts = importer.counts();
  JUMELAGE_RETURN_IF_ERROR(refusals.Close());
  if (!ended.ok()) {
    context.err << "stopped: what is left was not imported" << std::endl;
    return ended;
  }
  resume.Remove();
  return importer.first_refusal();
}

void PrintSummary(const absl::Status& status, const ImportCounts& counts,
                  const CommandContext& context) {
  if (ExitCodeOf(status) == kExitUsage && counts.all() == 0) return;
  if (context.json) {
    context.out << "{\"created\": " << counts.created << ", \"updated\": " << counts.updated
                << ", \"unchanged\": " << counts.unchanged << ", \"refused\": " << counts.refused
                << "}\n";
  } else {
    context.out << counts.created << " created, " << counts.updated << " updated, "
                << counts.unchanged << " unchanged, " << counts.refused << " refused\n";
  }
}

absl::StatusOr<std::string> FileIdentity(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return UsageError(absl::StrCat("can't read ", path));
  return absl::StrCat(path, " (", static_cast<int64_t>(file.tellg()), " bytes)");
}

}  // namespace jumelage::cli
