#include "clients/cli/transfer/import_session.h"

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
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
     "the end. Projects begin anew: those that are in already are unchanged."},
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

ImportSession::ImportSession(const CommandContext& context, const Arguments& arguments,
                             RecordImporter::Existing existing, const std::string& input)
    : context_(context),
      existing_(existing),
      resume_(arguments.Get("resume", ""), input),
      refusals_(&context.err),
      bar_(&context.err, arguments.Has("progress") || SomebodyWatches(context.err)) {}

absl::StatusOr<std::unique_ptr<ImportSession>> ImportSession::Open(
    const CommandContext& context, const Arguments& arguments, const std::string& input,
    const std::string& default_existing) {
  JUMELAGE_ASSIGN_OR_RETURN(const RecordImporter::Existing existing,
                            ParseExisting(arguments.Get("existing", default_existing)));
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  auto session = absl::WrapUnique(new ImportSession(context, arguments, existing, input));
  JUMELAGE_ASSIGN_OR_RETURN(session->skip_, session->resume_.Read());
  JUMELAGE_RETURN_IF_ERROR(
      session->refusals_.Open(arguments.Get("refusals", ""), /*append=*/session->skip_ > 0));
  return session;
}

absl::Status ImportSession::ImportRecords(RecordSource* source) {
  ImportHooks hooks;
  hooks.progress = [this](const ImportCounts& so_far, double fraction) {
    bar_.Show(skip_ + so_far.all(), fraction);
  };
  hooks.refused = [this](const SourceRecord& record, const absl::Status& error) {
    bar_.Clear();
    refusals_.Tell(record, error);
  };
  hooks.kept = [this](const std::string& name, const std::string& kept) { TellKept(name, kept); };
  hooks.done = [this](int64_t records) { return resume_.Write(records); };
  RecordImporter importer(&context_.registry, existing_, std::move(hooks));
  absl::Status stopped = importer.Import(source, skip_);
  bar_.Clear();
  counts_.Add(importer.counts());
  first_refusal_.Update(importer.first_refusal());
  return stopped;
}

absl::Status ImportSession::ImportProjects(const ProjectImporter::Projects& projects) {
  ProjectImportHooks hooks;
  hooks.refused = [this](const projects::v1::Project& project, const absl::Status& error) {
    refusals_.Tell(project, error);
  };
  hooks.kept = [this](const std::string& name, const std::string& kept) { TellKept(name, kept); };
  ProjectImporter importer(&context_.projects, existing_, std::move(hooks));
  absl::Status stopped = importer.Import(projects);
  counts_.Add(importer.counts());
  first_refusal_.Update(importer.first_refusal());
  return stopped;
}

absl::Status ImportSession::End(const absl::Status& stopped) {
  absl::Status end = stopped;
  if (stopped.ok()) {
    resume_.Remove();
  } else {
    context_.err << "stopped: what is left was not imported" << std::endl;
  }
  end.Update(refusals_.Close());
  end.Update(first_refusal_);
  PrintSummary();
  return end;
}

void ImportSession::TellKept(const std::string& name, const std::string& kept) {
  bar_.Clear();
  context_.err << name << ": kept as it is, since fixed on creation: " << kept << std::endl;
}

void ImportSession::PrintSummary() const {
  if (context_.json) {
    context_.out << "{\"created\": " << counts_.created << ", \"updated\": " << counts_.updated
                 << ", \"unchanged\": " << counts_.unchanged << ", \"refused\": " << counts_.refused
                 << "}\n";
  } else {
    context_.out << counts_.created << " created, " << counts_.updated << " updated, "
                 << counts_.unchanged << " unchanged, " << counts_.refused << " refused\n";
  }
}

absl::StatusOr<std::string> FileIdentity(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return UsageError(absl::StrCat("can't read ", path));
  return absl::StrCat(path, " (", static_cast<int64_t>(file.tellg()), " bytes)");
}

}  // namespace jumelage::cli
