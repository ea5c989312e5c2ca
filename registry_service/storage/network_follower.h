#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_FOLLOWER_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_FOLLOWER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/still_wanted.h"
#include "common/store/store.h"
#include "common/view/table.h"
#include "registry_service/storage/network_table.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Keeps a NetworkTable up to the published revision, when it is asked. It is first filled from the
// view in pages, each a short read of its own, and then brought to one revision by the log's
// commits since the first page; afterwards the log's commits suffice. Neither stops a write or
// holds a read open. Thread-safe: one of the callers does the work that all wait for. What one that
// gives up has filled stays: the next goes on from there.
class NetworkFollower {
 public:
  struct State {
    // What the records show: published when they were asked for, or later.
    Revision revision = 0;
    std::shared_ptr<const NetworkRecords> records;
  };

  // Both outlive this.
  NetworkFollower(Store* store, const RegistryTables* tables) : store_(store), tables_(tables) {}

  // The records at the published revision. Blocks: not for gRPC's threads or the store's. Errors of
  // storage, and what `still_wanted` says.
  absl::StatusOr<State> Current(const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // A table that is being filled, to be handed out as a whole.
  struct Filling {
    std::unique_ptr<NetworkTable> table = std::make_unique<NetworkTable>();
    // nullopt before the first page.
    std::optional<Revision> revision;
    // The tables of the view that were read, and the last name of the next one.
    size_t tables_done = 0;
    std::string after;
  };

  // By the one that has `working_`: come to `wanted`, or begin anew where that is better.
  absl::Status Work(Revision wanted, const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);
  // Goes on with `filling_` until it is of one revision. OUT_OF_RANGE: it is too old for that.
  absl::Status Fill(const StillWanted& still_wanted);
  // Some of the commits after `after` up to `last`: at least one when there is one.
  absl::StatusOr<std::vector<store::v1::Commit>> CommitsAfter(Revision after, Revision last) const;
  absl::Status FillFrom(const TableBase& table, const StillWanted& still_wanted);
  absl::Status Replay(Revision wanted, const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);

  Store* const store_;
  const RegistryTables* const tables_;
  Mutex mu_;
  CondVar worked_;
  bool working_ ABSL_GUARDED_BY(mu_) = false;
  // Of the one that has `working_`.
  Filling filling_;
  // Null until it was filled.
  std::unique_ptr<NetworkTable> table_ ABSL_GUARDED_BY(mu_);
  Revision revision_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_FOLLOWER_H_
