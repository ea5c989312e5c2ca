#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_IMPORTER_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_IMPORTER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/command/services.h"
#include "clients/cli/transfer/record_source.h"

namespace jumelage::cli {

// What became of the records of an import.
struct ImportCounts {
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t refused = 0;

  void Add(const ImportCounts& other) {
    created += other.created;
    updated += other.updated;
    unchanged += other.unchanged;
    refused += other.refused;
  }
  int64_t all() const { return created + updated + unchanged + refused; }
};

// What whoever runs an import is told; `R` is the message of the records. Every hook may be null.
template <typename R>
struct ImportHooksOf {
  // After each call: what was done so far.
  std::function<void(const ImportCounts&, double fraction)> progress;
  // A record that can't be taken over, for good.
  std::function<void(const SourceRecordOf<R>&, const absl::Status&)> refused;
  // A record whose fields `kept` differ from those of `name` and stay as they are there.
  std::function<void(const std::string& name, const std::string& kept)> kept;
  // So many records of the source need not be sent again; an error stops the import.
  std::function<absl::Status(int64_t records)> done;
};

// Brings records into a service: in calls of as many as one may hold, those that name what is still
// to come once more at the end, those that name each other in a circle first without what closes
// it. Used once, by one thread. For both services.
template <typename Api>
class RecordImporterOf {
 public:
  using Record = typename Api::Record;
  using Existing = typename Api::ImportRequest::ExistingRecords;
  using Hooks = ImportHooksOf<Record>;

  // `client` outlives the importer.
  RecordImporterOf(typename Api::Client* client, Existing existing, Hooks hooks);

  // Leaves out the first `skip` records of the source. Goes on after records that are refused;
  // stops with an error where a call fails, or the service can't decide on a record now.
  absl::Status Import(RecordSourceOf<Record>* source, int64_t skip = 0);

  // The records of the source so far.
  int64_t read() const { return read_; }
  const ImportCounts& counts() const { return counts_; }
  // OK where nothing was refused.
  const absl::Status& first_refusal() const { return first_refusal_; }

 private:
  struct Item {
    SourceRecordOf<Record> source;
    // Its number in the source, from 0.
    int64_t number = 0;
    // Created already, without some of what it names.
    bool begun = false;
    // Why it has to wait.
    absl::Status refusal;
  };

  // Collects it; sends what is collected where the call is full.
  absl::Status Take(Item item);
  absl::Status Flush();
  // UNAVAILABLE: the service can't decide on the record now.
  absl::Status Settle(Item item, const typename Api::ImportResult& result);
  // Sends what waits again while that leads on.
  absl::Status SendWaiting();
  // Begins what waits for nothing but each other. Whether there was something.
  absl::StatusOr<bool> BreakCircles();
  // Creates the resource without what refers to the names. Whether that was done.
  absl::StatusOr<bool> Begin(const Record& record, const absl::flat_hash_set<std::string>& without);
  void Refuse(const Item& item, const absl::Status& error);

  typename Api::Client& client_;
  const Existing existing_;
  const Hooks hooks_;
  const RecordSourceOf<Record>* source_ = nullptr;
  std::vector<Item> collected_;
  int64_t collected_bytes_ = 0;
  // Those that named what was not there, in the order of the source while that is read.
  std::deque<Item> waiting_;
  bool retrying_ = false;
  int64_t read_ = 0;
  ImportCounts counts_;
  absl::Status first_refusal_;
};

using ImportHooks = ImportHooksOf<registry::v1::Record>;
using RecordImporter = RecordImporterOf<RegistryApi>;

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_IMPORTER_H_
