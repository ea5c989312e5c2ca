#ifndef JUMELAGE_COMMON_STORE_HISTORY_H_
#define JUMELAGE_COMMON_STORE_HISTORY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/view/table.h"
#include "jumelage/store/v1/commit.pb.h"

// What resources were. Each change in the log names the one before it (previous_revision), so that
// the states of a resource are a list that begins with its row in the view and leads back through
// the log. Thread-safe; connections are the caller's.
namespace jumelage {

// Whether the caller still waits; asked before each step that a walk takes.
using StillWanted = std::function<absl::Status()>;

// OK when the states after `at` can be read at `head`; else REVISION_IN_FUTURE or
// REVISION_COMPACTED.
absl::Status CheckReadable(const Log& log, Revision at, Revision head);

// The commit that made `name` what it was from `revision` on, with its change of `name` alone.
// OUT_OF_RANGE when it is not kept.
absl::StatusOr<store::v1::Commit> ReadState(const Log& log, absl::string_view name,
                                            Revision revision);

// What the resource that now is `current` was after `at`; nullopt when it was not there yet.
// REVISION_COMPACTED, and what `wanted` says.
absl::StatusOr<std::optional<StoredResource>> StateAt(const Log& log, StoredResource current,
                                                      Revision at, const StillWanted& wanted);

// A stretch of a table as it was.
struct PastStretch {
  std::vector<StoredResource> resources;
  // The last name that was looked at, and whether more follow it.
  std::string last;
  bool more = false;
};

// The resources of `table` as they were after `at`, deleted ones too, by name from the first after
// `after`: at most `limit`, fewer when they take too many bytes. The errors of StateAt.
absl::StatusOr<PastStretch> ReadPastStretch(const Log& log, sqlite::Database& db,
                                            const TableBase& table, absl::string_view after,
                                            Revision at, int limit, const StillWanted& wanted);

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
