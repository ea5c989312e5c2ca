#include "clients/cli/transfer/import_session.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/transfer/same_file.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

using registry::v1::ImportRecordsRequest;

constexpr OptionSpec kOptions[] = {
    {"existing", "replace|merge|keep",
     "How to treat existing records that differ: replace them, merge in the fields of the file, or "
     "keep them."},
    {"progress", "", "Shows progress even if standard error is not a terminal."},
    {"refusals", "FILE", "Writes the refused records to this file, one JSON object per line."},
    {"resume", "FILE",
     "Saves the progress in this file, resumes from it after an interruption, and removes it at "
     "the end."},
};

// Returns the name of the ExistingRecords value for `word`, or a usage error if there is none.
absl::StatusOr<std::string> ExistingName(const std::string& word) {
  std::string name = absl::StrCat("EXISTING_RECORDS_", absl::AsciiStrToUpper(word));
  ImportRecordsRequest::ExistingRecords value;
  if (ImportRecordsRequest::ExistingRecords_Parse(name, &value) &&
      value != ImportRecordsRequest::EXISTING_RECORDS_UNSPECIFIED) {
    return name;
  }
  return UsageError(absl::StrCat("--existing must be replace, merge or keep, not '", word, "'"));
}

bool SomebodyWatches(const std::ostream& out) {
  return &out == &std::cerr && isatty(STDERR_FILENO) == 1;
}

}  // namespace

absl::Span<const OptionSpec> ImportOptions() { return kOptions; }

ImportSession::ImportSession(const CommandContext& context, const Arguments& arguments,
                             std::string existing, const std::string& input)
    : context_(context),
      existing_(std::move(existing)),
      resume_(arguments.Get("resume", ""), input),
      refusals_(&context.err),
      bar_(&context.err, arguments.Has("progress") || SomebodyWatches(context.err)) {}

absl::StatusOr<std::unique_ptr<ImportSession>> ImportSession::Open(
    const CommandContext& context, const Arguments& arguments, const std::string& input,
    const std::string& default_existing) {
  JUMELAGE_ASSIGN_OR_RETURN(std::string existing,
                            ExistingName(arguments.Get("existing", default_existing)));
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  auto session =
      absl::WrapUnique(new ImportSession(context, arguments, std::move(existing), input));
  JUMELAGE_ASSIGN_OR_RETURN(session->skip_, session->resume_.Read());
  JUMELAGE_RETURN_IF_ERROR(
      session->refusals_.Open(arguments.Get("refusals", ""), /*append=*/session->skip_ > 0));
  return session;
}

template <typename Api>
absl::Status ImportSession::Import(typename Api::Client* client,
                                   RecordSourceOf<typename Api::Record>* source) {
  using Importer = RecordImporterOf<Api>;
  typename Importer::Hooks hooks;
  hooks.progress = [this](const ImportCounts& so_far, double fraction) {
    bar_.Show(skip_ + counts_.all() + so_far.all(), fraction);
  };
  hooks.refused = [this](const SourceRecordOf<typename Api::Record>& record,
                         const absl::Status& error) {
    bar_.Clear();
    refusals_.Tell(record, error);
  };
  hooks.kept = [this](const std::string& name, const std::string& kept) { TellKept(name, kept); };
  hooks.done = [this](int64_t records) { return resume_.Write(read_ + records); };
  typename Importer::Existing existing = Api::ImportRequest::EXISTING_RECORDS_UNSPECIFIED;
  Api::ImportRequest::ExistingRecords_Parse(existing_, &existing);
  Importer importer(client, existing, std::move(hooks));
  absl::Status stopped = importer.Import(source, std::max(skip_ - read_, int64_t{0}));
  bar_.Clear();
  read_ += importer.read();
  counts_.Add(importer.counts());
  first_refusal_.Update(importer.first_refusal());
  return stopped;
}

template absl::Status ImportSession::Import<RegistryApi>(client::RegistryClient* client,
                                                         RecordSource* source);
template absl::Status ImportSession::Import<ProjectsApi>(
    client::ProjectsClient* client, RecordSourceOf<projects::v1::ProjectRecord>* source);

absl::Status ImportSession::End(const absl::Status& stopped) {
  absl::Status end = stopped;
  if (stopped.ok()) {
    resume_.Remove();
  } else {
    context_.err << "stopped: the remaining records were not imported" << std::endl;
  }
  end.Update(refusals_.Close());
  end.Update(first_refusal_);
  PrintSummary();
  return end;
}

void ImportSession::TellKept(const std::string& name, const std::string& kept) {
  bar_.Clear();
  context_.err << name << ": not changed, because fixed on creation: " << kept << std::endl;
}

void ImportSession::PrintSummary() const {
  if (context_.json) {
    context_.out << "{\"created\": " << counts_.created << ", \"updated\": " << counts_.updated
                 << ", \"unchanged\": " << counts_.unchanged << ", \"refused\": " << counts_.refused
                 << "}\n";
  } else {
    const auto number = [](int64_t count) { return FormatNumber(count, Language::kEnglish); };
    context_.out << number(counts_.created) << " created, " << number(counts_.updated)
                 << " updated, " << number(counts_.unchanged) << " unchanged, "
                 << number(counts_.refused) << " refused\n";
  }
}

absl::Status CheckWrittenFiles(const Arguments& arguments, std::vector<std::string> inputs) {
  for (const std::string option : {"resume", "refusals"}) {
    const std::string path = arguments.Get(option, "");
    if (path.empty()) continue;
    for (const std::string& other : inputs) {
      if (!IsSameFile(path, other)) continue;
      return UsageError(absl::StrCat("--", option, " must be another file than ", other));
    }
    inputs.push_back(path);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FileIdentity(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return UsageError(absl::StrCat("can't read ", path));
  return absl::StrCat(path, " (", static_cast<int64_t>(file.tellg()), " bytes)");
}

}  // namespace jumelage::cli
