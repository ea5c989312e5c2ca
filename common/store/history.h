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

// Past states of resources. Each change in the log refers to the previous change of the same
// resource (previous_revision). The states of a resource therefore form a linked list that starts
// at its row in the view and goes back through the log. The functions are thread-safe, but
// connections and readers must not be shared between threads.
namespace jumelage {

// Returns OK if the states as of the revision `at` can be read. Returns REVISION_IN_FUTURE if `at`
// is after `head`, and REVISION_COMPACTED if the log no longer keeps it.
absl::Status CheckReadable(const Log& log, Revision at, Revision head);

// How long reading one page of past states may take. After that, the page is returned as it is,
// however short.
inline constexpr absl::Duration kPastPageTime = absl::Milliseconds(100);
// The maximum number of resources that ReadPastStretch looks at.
inline constexpr int kMaxPastStretch = 1000;

// Reads past states for one page. Not thread-safe. `log` and `clock` must outlive the reader.
class StateReader {
 public:
  explicit StateReader(const Log* log, Clock* clock = Clock::Real())
      : log_(*log), clock_(*clock), end_(clock->Now() + kPastPageTime) {}

  // One state of a resource.
  struct State {
    // The commit that created the state: its revision, time, principal, method and redact_revision,
    // and only this resource's change.
    store::v1::Commit commit;
    // Whether the state comes from the base. If so, no earlier state is kept.
    bool of_base = false;
  };
  // Returns the state that the commit with `revision` gave the resource `name`. Returns
  // OUT_OF_RANGE if it is no longer kept, and DATA_LOSS if that commit does not change the
  // resource. May return errors from the log.
  absl::StatusOr<State> Read(absl::string_view name, Revision revision);

  const Log& log() const { return log_; }
  // Whether the page's time is up.
  bool tired() const { return clock_.Now() >= end_; }

 private:
  const Log& log_;
  Clock& clock_;
  const absl::Time end_;
  // The last commit that was read. It is kept because resources that were created by one import are
  // adjacent in their table and often in the same commit.
  store::v1::Commit commit_;
};

// Returns the state as of the revision `at` of the resource whose current state is `current`, or
// nullopt if it did not exist yet. Returns REVISION_COMPACTED if that state is no longer kept, and
// the error of `wanted` if it fails. May return errors from StateReader::Read.
absl::StatusOr<std::optional<StoredResource>> StateAt(StateReader& reader, StoredResource current,
                                                      Revision at, const StillWanted& wanted);

// A range of a table as it was at a revision.
struct PastStretch {
  std::vector<StoredResource> resources;
  // The last name that was looked at, or `after` if none was, and whether the table has more names
  // with the prefix after it.
  std::string last;
  bool more = false;
};

// Reads the resources of `table` whose names begin with `prefix`, as of the revision `at`,
// including deleted ones. They are ordered by name and begin after the name `after`, which must not
// be before `prefix`. Returns at most `limit` resources. Returns fewer if they take too many bytes,
// if `reader` runs out of time, or once kMaxPastStretch resources have been looked at. Returns none
// if all of those were created after `at`. May return errors from StateAt and from reading the
// table.
absl::StatusOr<PastStretch> ReadPastStretch(StateReader& reader, sqlite::Database& db,
                                            const TableBase& table, absl::string_view prefix,
                                            absl::string_view after, Revision at, int limit,
                                            const StillWanted& wanted);

// Past rows of a table, for queries on one connection. While the object exists, temporary tables
// hide the table's current rows on that connection. It must not outlive the read transaction in
// which Begin was called.
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
