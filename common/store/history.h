#ifndef JUMELAGE_COMMON_STORE_HISTORY_H_
#define JUMELAGE_COMMON_STORE_HISTORY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/still_wanted.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/view/table.h"
#include "jumelage/store/v1/commit.pb.h"

// Past states of resources. Each change in the log refers to the previous one of its resource
// (previous_revision). So a resource's states are a linked list from its row in the view back
// through the log. Functions are thread-safe; connections and readers belong to the caller.
namespace jumelage {

// Returns OK if the states after `at` can be read at `head`; otherwise REVISION_IN_FUTURE or
// REVISION_COMPACTED.
absl::Status CheckReadable(const Log& log, Revision at, Revision head);

// How long one page of the past may read. It is then returned as it is, however short.
inline constexpr absl::Duration kPastPageTime = absl::Milliseconds(100);
// The most resources that one stretch of a table looks at.
inline constexpr int kMaxPastStretch = 1000;

// Reads states for one page. Not thread-safe. The constructor's arguments outlive this.
class StateReader {
 public:
  explicit StateReader(const Log* log, Clock* clock = Clock::Real())
      : log_(*log), clock_(*clock), end_(clock->Now() + kPastPageTime) {}

  // One state of a resource.
  struct State {
    // The commit that made it, with only this resource's change.
    store::v1::Commit commit;
    // It comes from the base: no earlier state is kept.
    bool of_base = false;
  };
  // Returns the state that `name` has from `revision` on, or OUT_OF_RANGE if it is not kept.
  absl::StatusOr<State> Read(absl::string_view name, Revision revision);

  const Log& log() const { return log_; }
  // Whether the page's time is up.
  bool tired() const { return clock_.Now() >= end_; }

 private:
  const Log& log_;
  Clock& clock_;
  const absl::Time end_;
  // The last commit that was read. Resources that one import created are adjacent in their table
  // and in the same commit.
  store::v1::Commit commit_;
};

// Returns the state after `at` of the resource that is now `current`, or nullopt if it did not
// exist yet. REVISION_COMPACTED, and the errors of `wanted`.
absl::StatusOr<std::optional<StoredResource>> StateAt(StateReader& reader, StoredResource current,
                                                      Revision at, const StillWanted& wanted);

// A range of a table as it was at a revision.
struct PastStretch {
  std::vector<StoredResource> resources;
  // The last name that was looked at, and whether more follow it.
  std::string last;
  bool more = false;
};

// Reads the resources of `table` as they were after `at`, including deleted ones, whose names begin
// with `prefix`. They are ordered by name and begin after the name `after`, which is not before
// `prefix`. Returns at most `limit`; fewer, possibly none, if they take too many bytes, `reader`
// gets tired, or too many resources of the table were created later. The errors of StateAt.
absl::StatusOr<PastStretch> ReadPastStretch(StateReader& reader, sqlite::Database& db,
                                            const TableBase& table, absl::string_view prefix,
                                            absl::string_view after, Revision at, int limit,
                                            const StillWanted& wanted);

// Past rows of a table for queries of this connection. While it exists, temporary tables hide the
// current ones, within the read transaction in which it was begun.
class PastRows {
 public:
  static absl::StatusOr<std::unique_ptr<PastRows>> Begin(sqlite::Database* db,
                                                         const TableBase& table);
  ~PastRows();
  PastRows(const PastRows&) = delete;
  PastRows& operator=(const PastRows&) = delete;

  absl::Status Add(const StoredResource& resource);

 private:
  PastRows(sqlite::Database* db, const TableBase& table) : db_(db), table_(table) {}

  sqlite::Database* const db_;
  const TableBase& table_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_HISTORY_H_
