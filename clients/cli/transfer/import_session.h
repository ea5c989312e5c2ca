#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/command.h"
#include "clients/cli/command/services.h"
#include "clients/cli/transfer/progress_bar.h"
#include "clients/cli/transfer/record_importer.h"
#include "clients/cli/transfer/record_source.h"
#include "clients/cli/transfer/refusals.h"
#include "clients/cli/transfer/resume_file.h"

namespace jumelage::cli {

// Returns the options that every import command has: --existing, --progress, --refusals, --resume.
absl::Span<const OptionSpec> ImportOptions();

// Runs one import with its options, either into one service or first into the registry and then
// into the projects service. Prints progress and refusals to the context's `err`, and writes
// refusals to a file if requested. Used once. Not thread-safe.
class ImportSession {
 public:
  // `input` is one line that identifies this import. `context` must outlive the session.
  // `default_existing` is the value of --existing if it is not given. Returns a usage error if
  // --existing has an invalid value, if the refusals file can't be written, or if the resume file
  // belongs to a different import or is not a resume file.
  static absl::StatusOr<std::unique_ptr<ImportSession>> Open(const CommandContext& context,
                                                             const Arguments& arguments,
                                                             const std::string& input,
                                                             const std::string& default_existing);

  // Imports into the service of `Api`. Continues after refused records. Returns an error if it
  // stopped before every record of `source` was imported or refused.
  template <typename Api>
  absl::Status Import(typename Api::Client* client, RecordSourceOf<typename Api::Record>* source);

  // Prints the outcome of an import that ended with `stopped`, and removes the resume file if
  // `stopped` is OK. Returns the first error among `stopped`, the error of closing the refusals
  // file, and the first refusal.
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
  // The number of records, counted across all sources, that don't have to be sent again.
  int64_t skip_ = 0;
  // The number of records read in the previous calls to Import.
  int64_t read_ = 0;
  Refusals refusals_;
  ProgressBar bar_;
  ImportCounts counts_;
  absl::Status first_refusal_;
};

// Returns a usage error if the file that --refusals or --resume writes is one of the files that the
// import reads, or if both are the same file.
absl::Status CheckWrittenFiles(const Arguments& arguments, std::vector<std::string> inputs);

// Returns the file's path and size, such as "names.tsv (1234 bytes)", for the line that identifies
// an import. Returns a usage error if the file can't be opened.
absl::StatusOr<std::string> FileIdentity(const std::string& path);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
