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

// Owns a NetworkTable and brings it up to the published revision on demand. At first, it fills the
// table from the view, page by page, with a short read for each page, and then applies the commits
// since the first page. Later it only applies new commits, unless there are very many or the log no
// longer has them; then it fills a new table. Never blocks writes, and holds no read open between
// pages. Thread-safe: one caller does the work while the others wait. If that caller gives up, the
// next caller continues where it stopped.
class NetworkFollower {
 public:
  struct State {
    // The revision of the records: the revision that was published at the time of the call, or a
    // later one.
    Revision revision = 0;
    std::shared_ptr<const NetworkRecords> records;
  };

  // `store` and `tables` must outlive the follower.
  NetworkFollower(Store* store, const RegistryTables* tables) : store_(store), tables_(tables) {}

  // Returns the records at the revision that is published at the time of the call, or at a later
  // one. Blocks, so neither gRPC's threads nor the store's threads may call it. Returns the errors
  // of the store and the log, DATA_LOSS if a record cannot be parsed, and the error of
  // `still_wanted` if it stops the work.
  absl::StatusOr<State> Current(const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // A table that is being filled. It is not used until it is complete.
  struct Filling {
    std::unique_ptr<NetworkTable> table = std::make_unique<NetworkTable>();
    // The revision of the first page, or of the last commit applied after it. nullopt before the
    // first page is read.
    std::optional<Revision> revision;
    // The number of tables of the view that have been read completely, and the last name that was
    // read from the next table.
    size_t tables_done = 0;
    std::string after;
  };

  // Called only by the caller that has set `working_`. Brings the table up to `wanted` or a later
  // revision. Replays commits, or fills a new table if there is none yet, if filling is faster, or
  // if the log no longer has the commits.
  absl::Status Work(Revision wanted, const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);
  // Continues to fill `filling_` until all its records are at one revision. Returns OUT_OF_RANGE if
  // the pages already read are too old for that.
  absl::Status Fill(const StillWanted& still_wanted);
  // Returns the next commits after `after`, at least one and none after `last`. `after` must be
  // less than `last`. Returns OUT_OF_RANGE if the log no longer has these commits, and UNAVAILABLE
  // if it does not have them yet.
  absl::StatusOr<std::vector<store::v1::Commit>> CommitsAfter(Revision after, Revision last) const;
  absl::Status FillFrom(const TableBase& table, const StillWanted& still_wanted);
  absl::Status Replay(Revision wanted, const StillWanted& still_wanted) ABSL_LOCKS_EXCLUDED(mu_);

  Store* const store_;
  const RegistryTables* const tables_;
  Mutex mu_;
  CondVar worked_;
  bool working_ ABSL_GUARDED_BY(mu_) = false;
  // Used only by the caller that has set `working_`.
  Filling filling_;
  // Null before the first fill.
  std::unique_ptr<NetworkTable> table_ ABSL_GUARDED_BY(mu_);
  Revision revision_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_NETWORK_FOLLOWER_H_
