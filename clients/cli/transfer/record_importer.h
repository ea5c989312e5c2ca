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

// The number of records with each outcome of an import.
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

// Callbacks of an import. `R` is the message of the records. Every hook may be null.
template <typename R>
struct ImportHooksOf {
  // Called after each batch of records, with the counts so far and the fraction of the input that
  // has been read.
  std::function<void(const ImportCounts&, double fraction)> progress;
  // Called for each record that is refused and won't be sent again.
  std::function<void(const SourceRecordOf<R>&, const absl::Status&)> refused;
  // Called if some fields of a record differ from those of the existing resource `name` but must
  // not change. `kept` lists these fields.
  std::function<void(const std::string& name, const std::string& kept)> kept;
  // Called after each batch until every record of the source has been sent once, with the number of
  // records at the beginning of the source that don't have to be sent again. An error stops the
  // import.
  std::function<absl::Status(int64_t records)> done;
};

// Imports records into a service, with as many records per call as fit. Records that refer to later
// ones are sent again at the end. Records that refer to each other in a cycle are first created
// without those references. Used once. Not thread-safe. Instantiated for both services.
template <typename Api>
class RecordImporterOf {
 public:
  using Record = typename Api::Record;
  using Existing = typename Api::ImportRequest::ExistingRecords;
  using Hooks = ImportHooksOf<Record>;

  // `client` must outlive the importer.
  RecordImporterOf(typename Api::Client* client, Existing existing, Hooks hooks);

  // Imports the records of the source, except for the first `skip`. Continues after refused
  // records. Stops with an error if a call fails, if the service can't currently decide on a
  // record, or if the hook `done` returns an error.
  absl::Status Import(RecordSourceOf<Record>* source, int64_t skip = 0);

  // The number of records read from the source.
  int64_t read() const { return read_; }
  const ImportCounts& counts() const { return counts_; }
  // The error of the first refused record, or OK if nothing was refused.
  const absl::Status& first_refusal() const { return first_refusal_; }

 private:
  struct Item {
    SourceRecordOf<Record> source;
    // The record's number in the source, counted from 0.
    int64_t number = 0;
    // Whether the record was already created without some of its references.
    bool begun = false;
    // The error with which the service refused the record, if the record is waiting to be sent
    // again.
    absl::Status refusal;
  };

  // Adds the record to the collected records. Sends those first if the record doesn't fit into the
  // same call. Refuses the record if it is too large for any call.
  absl::Status Take(Item item);
  absl::Status Flush();
  // Handles the result for a record. Returns UNAVAILABLE if the service can't currently decide on
  // the record.
  absl::Status Settle(Item item, const typename Api::ImportResult& result);
  // Sends the waiting records again, as long as that makes progress.
  absl::Status SendWaiting();
  // Creates the records that are waiting only for each other, without the references between them.
  // Returns whether it created any.
  absl::StatusOr<bool> BreakCircles();
  // Creates the resource in `record` without its references to the names in `without`. Returns
  // false if it already exists or is refused, and UNAVAILABLE if the service can't currently decide
  // on it.
  absl::StatusOr<bool> Begin(const Record& record, const absl::flat_hash_set<std::string>& without);
  void Refuse(const Item& item, const absl::Status& error);

  typename Api::Client& client_;
  const Existing existing_;
  const Hooks hooks_;
  const RecordSourceOf<Record>* source_ = nullptr;
  std::vector<Item> collected_;
  int64_t collected_bytes_ = 0;
  // Records with missing references. They are in the order of the source until it has been read to
  // its end.
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
