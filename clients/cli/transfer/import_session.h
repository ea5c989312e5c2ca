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

// The options that every import takes: --existing, --progress, --refusals, --resume.
absl::Span<const OptionSpec> ImportOptions();

// One import as its options say, into one service or first the registry and then the other one.
// Progress and refusals are told on the context's `err`, refusals also written to a file. Used
// once, by one thread.
class ImportSession {
 public:
  // `input` tells this import from others on one line. Both references outlive the session.
  // Usage errors: an option's value, or a file that it names.
  static absl::StatusOr<std::unique_ptr<ImportSession>> Open(const CommandContext& context,
                                                             const Arguments& arguments,
                                                             const std::string& input,
                                                             const std::string& default_existing);

  // Imports into the service of `Api`. Goes on after what is refused; an error means that it
  // stopped before the end.
  template <typename Api>
  absl::Status Import(typename Api::Client* client, RecordSourceOf<typename Api::Record>* source);

  // Tells the outcome of an import that `stopped` where it did (OK: nowhere), and returns how the
  // command ends: with that, else with the first refusal.
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
  // The records that need not be sent again, of all sources together.
  int64_t skip_ = 0;
  // Those of the sources that were imported.
  int64_t read_ = 0;
  Refusals refusals_;
  ProgressBar bar_;
  ImportCounts counts_;
  absl::Status first_refusal_;
};

// "names.tsv (1234 bytes)": what stands for a file in the line that tells imports apart.
// Usage error: it can't be read.
absl::StatusOr<std::string> FileIdentity(const std::string& path);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_IMPORT_SESSION_H_
