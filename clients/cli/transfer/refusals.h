#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_REFUSALS_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_REFUSALS_H_

#include <cstdint>
#include <fstream>
#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/transfer/record_source.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// Reports the records that an import refused. Prints the first kMaxShown refusals. If requested,
// writes all refusals to a file: one JSON object per line, with `place`, `code`, `reason`,
// `message` and, if the record could be read, `record`, such as {"city": {...}} or {"project":
// {...}}. Not thread-safe.
class Refusals {
 public:
  // The maximum number of refusals to print.
  static constexpr int kMaxShown = 20;

  // `err` must outlive the Refusals object.
  explicit Refusals(std::ostream* err) : err_(*err) {}

  // Opens the file for the refusals. If `append` is true, adds to an existing file; otherwise
  // replaces its contents. If `path` is empty, refusals are only printed. Returns a usage error if
  // the file can't be written.
  absl::Status Open(const std::string& path, bool append);
  // Reports one refusal: writes it to the file, if any, and prints it if it is among the first
  // kMaxShown.
  template <typename R>
  void Tell(const SourceRecordOf<R>& source, const absl::Status& error) {
    Tell(source.place, source.unreadable.ok() ? &source.record : nullptr, error);
  }
  // Prints how many refusals were not shown, if any. Returns UNKNOWN if a refusal could not be
  // written to the file.
  absl::Status Close();

 private:
  // `record` is null if the record could not be read.
  void Tell(const std::string& place, const google::protobuf::Message* record,
            const absl::Status& error);

  std::ostream& err_;
  std::string path_;
  std::ofstream file_;
  absl::Status failure_;
  int64_t told_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_REFUSALS_H_
