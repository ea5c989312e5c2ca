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

// Brings a NetworkTable to the published revision on request. First fills it from the view in
// pages, each a short read, then applies the log's commits since the first page. After that it only
// applies commits. Never blocks writes or holds a read open. Thread-safe: one caller does the work,
// and the others wait for it. If that caller gives up, the next one continues from there.
class NetworkFollower {
 public:
  struct State {
    // The revision of the records: the published one at the time of the call, or a later one.
    Revision revision = 0;
    std::shared_ptr<const NetworkRecords> records;
  };

  // Both outlive this.
  NetworkFollower(Store* store, const RegistryTables* tables) : store_(store), tables_(tables) {}

  // Returns the records at the published revision. Blocks, so gRPC's threads and the store's must
  // not call it. Returns the errors of storage and of `still_wanted`.
  absl::StatusOr<State> Current(const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // A table that is being filled. It is not used before it is complete.
  struct Filling {
    std::unique_ptr<NetworkTable> table = std::make_unique<NetworkTable>();
    // nullopt before the first page.
    std::optional<Revision> revision;
    // The tables of the view that were read completely, and the last name that was read from the
    // next one.
    size_t tables_done = 0;
    std::string after;
  };

  // Run by the caller that has `working_`. Brings the table to `wanted`, or fills it again if that
  // is faster.
  absl::Status Work(Revision wanted, const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);
  // Continues to fill `filling_` until it has one revision. OUT_OF_RANGE: it is too old for that.
  absl::Status Fill(const StillWanted& still_wanted);
  // Returns some of the commits after `after` up to `last`: at least one if there is one.
  absl::StatusOr<std::vector<store::v1::Commit>> CommitsAfter(Revision after, Revision last) const;
  absl::Status FillFrom(const TableBase& table, const StillWanted& still_wanted);
  absl::Status Replay(Revision wanted, const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);

  Store* const store_;
  const RegistryTables* const tables_;
  Mutex mu_;
  CondVar worked_;
  bool working_ ABSL_GUARDED_BY(mu_) = false;
  // Used only by the caller that has `working_`.
  Filling filling_;
  // Null before the first fill.
  std::unique_ptr<NetworkTable> table_ ABSL_GUARDED_BY(mu_);
  Revision revision_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_FOLLOWER_H_
