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

// What tells an import from others: the addresses of its services, and the files with their sizes.
absl::StatusOr<std::string> InputOf(std::vector<std::string> parts,
                                    const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    JUMELAGE_ASSIGN_OR_RETURN(parts.emplace_back(), FileIdentity(path));
  }
  return absl::StrJoin(parts, ", ");
}

absl::Status ImportFiles(const CommandContext& context, const Arguments& arguments) {
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
  JUMELAGE_ASSIGN_OR_RETURN(const std::string input, InputOf({arguments.Get("registry", "")},
                                                             {options.names, options.relations}));
  JUMELAGE_ASSIGN_OR_RETURN(WikidataSource source, WikidataSource::Open(options));
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<ImportSession> session,
                            ImportSession::Open(context, arguments, input, "keep"));
  return session->End(session->Import<RegistryApi>(&context.registry, &source));
}

// For the help; lives for ever.
absl::string_view ImportDetails() {
  static const auto* const details = new std::string(absl::StrCat(
      R"(A file is a bundle (a jumelage.bundle.v1.Bundle in the text format of Protocol Buffers), has a
jumelage.registry.v1.Record or a jumelage.projects.v1.ProjectRecord in JSON a line (.jsonl), or is
a table of cities or of twinnings with a header (.csv, RFC 4180). What is the registry's comes
first, then the projects; where the one is cut off, the other does not begin. Records that are missing are created, those that differ are updated,
nothing is removed: importing again changes nothing. What is fixed on creation (a step of a
ledger, an attestation, the state of a project) may be added to and is never changed: where the
file differs the command says so. Fields that a bundle or a JSON record lacks are cleared, those
that a table has no value for stay; --existing says otherwise. A record may name
others that come later. A twinning that a table brings gets the shortest ledger that leads to its
state: a signature, on the day on which it was established, and perhaps one step more.

)",
      DescribeCsvColumns(),
      R"(A date is 2007, 2007-06 or 2007-06-15, behind ~ for about, < for before or > for after, or a range
(1990..1994, ..1945, 1945..), with the words of the source in quotation marks behind a space.)"));
  return *details;
}

std::vector<OptionSpec> WithImportOptions(std::vector<OptionSpec> options) {
  options.insert(options.end(), ImportOptions().begin(), ImportOptions().end());
  return options;
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {
      // Before 'import', which takes any word for a file.
      {"import wikidata", "--names FILE --relations FILE", 0, 0,
       "Brings a table of places and one of twin towns into the registry.",
       "The names are lines of an identifier, a tab and a label; the relations lines of two\n"
       "identifiers with a tab between them: the first place states that the second is its twin.\n"
       "Each place becomes a city known by its identifier, each pair one twinning, in which every\n"
       "statement is the attestation of the side that makes it. Twinnings that are new are active "
       "by\n"
       "a signature without a date. Cities that exist stay as they are unless --existing says "
       "else.\n"
       "Importing again changes nothing.",
       WithImportOptions(
           {{"names", "FILE", "The places."},
            {"relations", "FILE", "The statements."},
            {"scheme", "NAME", "The catalogue of the identifiers. Default: wikidata."},
            {"as-of", "DATE", "When the catalogue said so: a year, a month or a day."}}),
       ImportWikidata},
      {"import", "FILE…", 1, -1, "Brings the records of files into the services.", ImportDetails(),
       WithImportOptions({{"format", "textproto|jsonl|csv",
                           "What the files are. Default: what the name of each ends with; a bundle "
                           "where that is neither .jsonl nor .csv."}}),
       ImportFiles},
  };
}

}  // namespace jumelage::cli
