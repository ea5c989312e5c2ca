#ifndef JUMELAGE_COMMON_VIEW_SHOWING_H_
#define JUMELAGE_COMMON_VIEW_SHOWING_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

struct ShowingOptions {
  // This many changes are shown at the latest.
  int64_t max_unshown_changes = kMaxUnshownChanges;
  // For this long after a read, more reads are expected, and each batch is shown as soon as it is
  // answered.
  absl::Duration readers_expected = absl::Seconds(1);
  // Others append to the log, so each batch is shown before the next begins. Set by the view.
  bool others_append = false;
  Clock* clock = Clock::Real();
};

// A position in the log: a commit and all before it. Revision 0 means none.
struct ViewPosition {
  Revision revision = 0;
  std::string commit_id;
};

// Tracks how far the writer has applied commits to the view and how far readers are shown them, and
// decides when to show more (docs/adr/0017, 0019).
//
// Batches share one transaction of SQLite. Ending it shows them, and writes each page that they
// touched only once. So it ends when a reader needs more, when much has accumulated, or when no
// more changes come.
//
//   writer      Begin  apply  ReserveRoom  the log syncs  Keep  publish  answer   …n+k   Show
//   durable     n-1                               n                               n+k    n+k
//   applied()   n-1                                        n                      n+k    n+k
//   published   n-1                                              n                n+k    n+k
//   shown()     m                                                                 m      n+k
//   a reader                                                      Await(n) waits·········returns
//
// So shown() <= applied() <= durable. If Keep shows a batch immediately, it is shown before it is
// published, and readers wait for the publication (Publication). Undo, a failure to show and the
// end of the process all take the view back to shown(). Batches that were kept are in the log, and
// View::CatchUp applies them again.
//
// If others append to the log, a batch is undone whenever another appender was first. Begin then
// shows the batches kept before, so that Undo only undoes that batch. This costs nothing if the
// view is read before each change, as the projects service does.
//
// Await, shown and wanted are thread-safe. The rest is for the writer's thread only.
class Showing {
 public:
  explicit Showing(ShowingOptions options) : options_(options) {}

  // --- Readers ---

  Revision shown() const { return shown_revision_.load(std::memory_order_acquire); }
  // Blocks until `revision` is shown. Returns false if it isn't and Block was called. Called before
  // each snapshot.
  bool Await(Revision revision);
  // Whether a reader waits, or did until a moment ago.
  bool wanted() const { return wanted_.load(std::memory_order_acquire) > shown(); }

  // --- The writer ---

  // Set before any reader comes. A reader that is about to wait calls `on_wanted`, which must not
  // block.
  void set_on_wanted(std::function<void()> on_wanted) { on_wanted_ = std::move(on_wanted); }

  // Switches to `db`, which outlives the next Reset, has no transaction, and shows `position`.
  void Reset(sqlite::Database* db, ViewPosition position);
  // Makes Await return immediately until Unblock is called.
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  Revision applied() const { return applied_.revision; }
  const std::string& applied_commit_id() const { return applied_.commit_id; }
  // Whether others append to the view's log.
  bool others_append() const { return options_.others_append; }
  bool unshown() const { return unshown_changes_ > 0; }
  // Whether no more changes should be added before they are shown.
  bool full() const { return unshown_changes_ >= options_.max_unshown_changes; }

  // Begins the transaction of a batch, which ends with Keep or Undo. After an error nothing is
  // unshown.
  absl::Status Begin();
  // Records that the writes since the last commit are `commit`'s.
  void Applied(const store::v1::Commit& commit);
  // Reserves the disk space that Show will need, after the last write of a batch. Returns false if
  // there is none.
  bool ReserveRoom();
  // Keeps a batch that the log has. Shows it, with all before it, unless it may be shown late.
  // After an error, call Undo.
  absl::Status Keep(bool late);
  // Goes back to what is shown. Returns false if that failed too, and the view is unusable.
  bool Undo();

  // Shows all that is applied, between batches. After an error nothing of it is left, as after
  // Undo. DATA_LOSS means that the view is unusable.
  absl::Status Show();
  // Whether to Show now, after a batch was answered.
  bool DueAfterBatch();
  // How long until Show is due while no change comes, unless a reader needs it earlier.
  absl::Duration Patience() const;

 private:
  absl::Status CommitTransaction();
  absl::Status WritePosition();
  void SetPosition(ViewPosition position);
  void SetBlocked(bool blocked);

  const ShowingOptions options_;
  sqlite::Database* db_ = nullptr;
  std::function<void()> on_wanted_;

  // The writer's thread only. Keep sets `applied_` to `pending_`.
  ViewPosition pending_, applied_, shown_;
  // A commit without changes counts as one.
  int64_t unshown_changes_ = 0;
  // How many times Await had been called when the writer last looked, and when that last increased.
  int64_t seen_asked_ = 0;
  absl::Time last_asked_ = absl::InfinitePast();

  std::atomic<Revision> shown_revision_{0};
  std::atomic<Revision> wanted_{0};
  std::atomic<int64_t> asked_{0};
  Mutex mu_;
  CondVar changed_;
  bool blocked_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SHOWING_H_
