#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/command/command.h"
#include "clients/cli/command/services.h"
#include "clients/cli/transfer/progress_bar.h"
#include "clients/cli/transfer/record_importer.h"
#include "clients/cli/transfer/record_source.h"
#include "clients/cli/transfer/refusals.h"
#include "clients/cli/transfer/resume_file.h"

namespace jumelage::cli {

// Returns the options of every import: --existing, --progress, --refusals, --resume.
absl::Span<const OptionSpec> ImportOptions();

// Runs one import with its options, into one service or first the registry and then the projects
// service. Prints progress and refusals to the context's `err`, and writes refusals to a file. Used
// once. Not thread-safe.
class ImportSession {
 public:
  // `input` is one line that identifies this import. `context` and `arguments` must outlive the
  // session. Usage errors: an invalid value of an option, or a file that can't be opened.
  static absl::StatusOr<std::unique_ptr<ImportSession>> Open(const CommandContext& context,
                                                             const Arguments& arguments,
                                                             const std::string& input,
                                                             const std::string& default_existing);

  // Imports into the service of `Api`. Continues after refused records. An error means that it
  // stopped before the end.
  template <typename Api>
  absl::Status Import(typename Api::Client* client, RecordSourceOf<typename Api::Record>* source);

  // Prints the outcome of an import that ended with `stopped`. Returns `stopped` if it is an error,
  // else the first refusal.
  absl::Status End(const absl::Status& stopped);

 private:
  ImportSession(const CommandContext& context, const Arguments& arguments, std::string existing,
                const std::string& input);

  void TellKept(const std::string& name, const std::string& kept);
  void PrintSummary() const;

  const CommandContext& context_;
  // The name of the value of ExistingRecords, which is the same for both services.
  const std::string existing_;
  const ResumeFile resume_;
  // The records of all sources that don't have to be sent again.
  int64_t skip_ = 0;
  // The records of the sources that were imported.
  int64_t read_ = 0;
  Refusals refusals_;
  ProgressBar bar_;
  ImportCounts counts_;
  absl::Status first_refusal_;
};

// Returns "names.tsv (1234 bytes)", which identifies a file in the line that identifies an import.
// Usage error: the file can't be read.
absl::StatusOr<std::string> FileIdentity(const std::string& path);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
