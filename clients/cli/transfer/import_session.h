#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/command.h"
#include "clients/cli/transfer/record_importer.h"
#include "clients/cli/transfer/record_source.h"

namespace jumelage::cli {

// The options that every import takes: --existing, --progress, --refusals, --resume.
absl::Span<const OptionSpec> ImportOptions();

// Imports what `source` gives into the registry as the options say: progress and refusals are told
// on `context.err`, refusals also written to a file. Returns the first refusal; `*counts` holds
// what was done in any case. `input` tells this import from others on one line.
// Usage errors: an option's value.
absl::Status RunImport(const CommandContext& context, const Arguments& arguments,
                       const std::string& input, const std::string& default_existing,
                       RecordSource* source, ImportCounts* counts);

// Tells the outcome on `context.out`: nothing where the command was not even understood.
void PrintSummary(const absl::Status& status, const ImportCounts& counts,
                  const CommandContext& context);

// "names.tsv (1234 bytes)": what stands for a file in the line that tells imports apart.
// Usage error: it can't be read.
absl::StatusOr<std::string> FileIdentity(const std::string& path);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
