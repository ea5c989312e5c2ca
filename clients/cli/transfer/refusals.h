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

// Tells which records an import could not take over: the first of them to people, all of them to a
// file, where one is wanted: a JSON object a line, with `place`, `code`, `reason`, `message` and,
// where it could be read, the `record`: {"city": {...}}, {"project": {...}}. Used by one thread.
class Refusals {
 public:
  // What people are shown at most.
  static constexpr int kMaxShown = 20;

  // `err` outlives this.
  explicit Refusals(std::ostream* err) : err_(*err) {}

  // An empty path: no file. Usage error: it can't be written.
  absl::Status Open(const std::string& path, bool append);
  template <typename R>
  void Tell(const SourceRecordOf<R>& source, const absl::Status& error) {
    Tell(source.place, source.unreadable.ok() ? &source.record : nullptr, error);
  }
  // Says how many were not shown. UNKNOWN: the file could not be written.
  absl::Status Close();

 private:
  // `record` is null where it could not be read.
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
