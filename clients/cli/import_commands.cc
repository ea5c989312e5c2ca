#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/services.h"
#include "clients/cli/commands.h"
#include "clients/cli/transfer/csv_columns.h"
#include "clients/cli/transfer/files_source.h"
#include "clients/cli/transfer/import_session.h"
#include "clients/cli/transfer/wikidata.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

// Returns a line that identifies an import: `parts`, which are the addresses of its services, then
// each file's path and size. Returns a usage error if a file can't be opened.
absl::StatusOr<std::string> InputOf(std::vector<std::string> parts,
                                    const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    JUMELAGE_ASSIGN_OR_RETURN(parts.emplace_back(), FileIdentity(path));
  }
  return absl::StrJoin(parts, ", ");
}

absl::Status ImportFiles(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_RETURN_IF_ERROR(CheckWrittenFiles(arguments, arguments.words));
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::string input,
      InputOf({arguments.Get("registry", ""), arguments.Get("projects", "")}, arguments.words));
  JUMELAGE_ASSIGN_OR_RETURN(FilesSource source,
                            FilesSource::Open(arguments.words, arguments.Get("format", "")));
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::unique_ptr<ImportSession> session,
      ImportSession::Open(context, arguments, input, source.has_tables() ? "merge" : "replace"));
  absl::Status stopped = session->Import<RegistryApi>(&context.registry, source.registry());
  if (stopped.ok()) stopped = session->Import<ProjectsApi>(&context.projects, source.projects());
  return session->End(stopped);
}

absl::Status ImportWikidata(const CommandContext& context, const Arguments& arguments) {
  WikidataSource::Options options;
  options.names = arguments.Get("names", "");
  options.relations = arguments.Get("relations", "");
  options.scheme = arguments.Get("scheme", "wikidata");
  options.as_of = arguments.Get("as-of", "");
  if (options.names.empty() || options.relations.empty()) {
    return UsageError("'import wikidata' needs --names FILE and --relations FILE");
  }
  JUMELAGE_RETURN_IF_ERROR(CheckWrittenFiles(arguments, {options.names, options.relations}));
  JUMELAGE_ASSIGN_OR_RETURN(const std::string input, InputOf({arguments.Get("registry", "")},
                                                             {options.names, options.relations}));
  JUMELAGE_ASSIGN_OR_RETURN(WikidataSource source, WikidataSource::Open(options));
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<ImportSession> session,
                            ImportSession::Open(context, arguments, input, "keep"));
  return session->End(session->Import<RegistryApi>(&context.registry, &source));
}

// Returns the details for the help.
std::string ImportDetails() {
  return absl::StrCat(
      R"(A file is a bundle (a jumelage.bundle.v1.Bundle in the text format of Protocol Buffers), has one
jumelage.registry.v1.Record or jumelage.projects.v1.ProjectRecord in JSON per line (.jsonl), or is a
table of cities or of twinnings with a header (.csv, RFC 4180). The registry's records are imported
first, then the projects. If the first part is interrupted, the second doesn't begin.

Missing records are created, and records that differ are updated. Nothing is removed, and importing
again changes nothing. Values that are fixed on creation (the steps of a ledger, an attestation, the
state of a project) may be added, but never changed. The command reports where they differ. By
default, fields that a bundle or a JSON record lacks are cleared, and fields without a value in a
table stay. Use --existing to change that. A record may refer to later ones. A twinning from a table
gets the shortest ledger that leads to its state: at most a signature and one more step. state_since
is the date of the last step, and established is the date of a signature that has no other date.

)",
      DescribeCsvColumns(),
      R"(A date is 2007, 2007-06 or 2007-06-15, or a range (1990..1994, ..1945, 1945..). A ~ before it means
about, < before, > after. The words of the source may follow in quotation marks after a space.)");
}

std::vector<OptionSpec> WithImportOptions(std::vector<OptionSpec> options) {
  options.insert(options.end(), ImportOptions().begin(), ImportOptions().end());
  return options;
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {
      // Must come before 'import', which takes any word as a file.
      {"import wikidata", "--names FILE --relations FILE", 0, 0,
       "Imports a table of places and one of twin towns into the registry.",
       "Lines of --names have an identifier, a tab and a label. Lines of --relations have two "
       "identifiers\nwith a tab between them: the first place states that the second is its twin. "
       "Each place becomes a\ncity that is identified by its identifier. Each pair becomes one "
       "twinning, and each statement\nbecomes the attestation of the side that makes it. New "
       "twinnings are active, with a signature\nwithout a date. Existing cities don't change "
       "unless --existing says so. Importing again changes\nnothing.",
       WithImportOptions(
           {{"names", "FILE", "The places."},
            {"relations", "FILE", "The statements."},
            {"scheme", "NAME", "The catalogue that the identifiers belong to. Default: wikidata."},
            {"as-of", "DATE", "The date of the catalogue: a year, a month or a day."}}),
       ImportWikidata},
      {"import", "FILE…", 1, -1, "Imports the records of files into the services.", ImportDetails(),
       WithImportOptions({{"format", "textproto|jsonl|csv",
                           "The format of the files. By default it depends on each file's "
                           "extension: jsonl for .jsonl, csv for .csv, and textproto (a bundle) "
                           "for anything else."}}),
       ImportFiles},
  };
}

}  // namespace jumelage::cli
