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

// What resources were. Each change in the log names the one before it (previous_revision), so that
// the states of a resource are a list that begins with its row in the view and leads back through
// the log. Functions are thread-safe; connections and readers are the caller's.
namespace jumelage {

// OK when the states after `at` can be read at `head`; else REVISION_IN_FUTURE or
// REVISION_COMPACTED.
absl::Status CheckReadable(const Log& log, Revision at, Revision head);

// How long one page of the past reads: it is then answered as it is, however short.
inline constexpr absl::Duration kPastPageTime = absl::Milliseconds(100);
// The resources that one stretch of a table looks at.
inline constexpr int kMaxPastStretch = 1000;

// Reads states for one page. Not thread-safe. What it is given outlives it.
class StateReader {
 public:
  explicit StateReader(const Log* log, Clock* clock = Clock::Real())
      : log_(*log), clock_(*clock), end_(clock->Now() + kPastPageTime) {}

  // What a resource became.
  struct State {
    // The commit that made it so, with the change of the resource alone.
    store::v1::Commit commit;
    // It is of the base: of what was before, nothing is kept.
    bool of_base = false;
  };
  // The state that `name` has from `revision` on. OUT_OF_RANGE when it is not kept.
  absl::StatusOr<State> Read(absl::string_view name, Revision revision);

  const Log& log() const { return log_; }
  // Whether the page has had its time.
  bool tired() const { return clock_.Now() >= end_; }

 private:
  const Log& log_;
  Clock& clock_;
  const absl::Time end_;
  // The last that was read: what one import brought stands side by side in a table, and in one
  // commit.
  store::v1::Commit commit_;
};

// What the resource that now is `current` was after `at`; nullopt when it was not there yet.
// REVISION_COMPACTED, and what `wanted` says.
absl::StatusOr<std::optional<StoredResource>> StateAt(StateReader& reader, StoredResource current,
                                                      Revision at, const StillWanted& wanted);

// A stretch of a table as it was.
struct PastStretch {
  std::vector<StoredResource> resources;
  // The last name that was looked at, and whether more follow it.
  std::string last;
  bool more = false;
};

// The resources of `table` as they were after `at`, deleted ones too, whose names begin with
// `prefix`, by name from the first after `after`, which is not before `prefix`: at most `limit`,
// fewer, perhaps none, when they take too many bytes or `reader` gets tired, or when too many of
// the table's came later. The errors of StateAt.
absl::StatusOr<PastStretch> ReadPastStretch(StateReader& reader, sqlite::Database& db,
                                            const TableBase& table, absl::string_view prefix,
                                            absl::string_view after, Revision at, int limit,
                                            const StillWanted& wanted);

// Rows of a table as they were, for queries of this connection: while it lives, temporary tables
// hide the current ones, in the read transaction that it was begun in.
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
