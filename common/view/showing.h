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
  // Once this many changes are applied but not shown, they are shown.
  int64_t max_unshown_changes = kMaxUnshownChanges;
  // For this long after a read, more reads are expected, and each batch is shown as soon as it is
  // answered.
  absl::Duration readers_expected = absl::Seconds(1);
  // Whether others append to the log. If so, each batch is shown before the next one begins. Set by
  // the view.
  bool others_append = false;
  Clock* clock = Clock::Real();
};

// How far the view has applied the log: up to and including this commit. Revision 0 means that no
// commit is applied.
struct ViewPosition {
  Revision revision = 0;
  std::string commit_id;
};

// Tracks up to which commit the writer has applied the log to the view, and up to which commit
// readers are shown it. Decides when to show more (docs/adr/0017, 0019).
//
// Several batches share one SQLite transaction. Committing it shows them, and writes each page
// once, however many of them touched it. The transaction is therefore committed late: when a reader
// needs more than is shown, when many changes have accumulated, or when no more changes come.
//
//   writer      Begin  apply  ReserveRoom  the log syncs  Keep  publish  answer   …n+k   Show
//   durable     n-1                               n                               n+k    n+k
//   applied()   n-1                                        n                      n+k    n+k
//   published   n-1                                              n                n+k    n+k
//   shown()     m                                                                 m      n+k
//   a reader                                                      Await(n) waits·········returns
//
// So shown() <= applied() <= durable. If Keep shows a batch immediately, the batch is shown before
// it is published, and readers wait until it is published (class Publication). Undo, a failure to
// show, and a crash of the process all take the view back to shown(). Kept batches are in the log,
// and View::CatchUp applies them again.
//
// If others append to the log, a batch is undone whenever another appender was first. Begin
// therefore first shows the batches that were kept earlier, so that Undo undoes only the current
// batch. This costs nothing if the view is read before each change anyway, as in the projects
// service.
//
// Await, shown and wanted are thread-safe. The other methods must be called on the writer's thread
// only.
class Showing {
 public:
  explicit Showing(ShowingOptions options) : options_(options) {}

  // --- Readers ---

  Revision shown() const { return shown_revision_.load(std::memory_order_acquire); }
  // Blocks until `revision` is shown, and returns true. Returns false if it is not shown and Block
  // is in effect. Readers call this before each snapshot.
  bool Await(Revision revision);
  // Whether a reader is waiting, or has waited, for a revision that is not shown yet.
  bool wanted() const { return wanted_.load(std::memory_order_acquire) > shown(); }

  // --- The writer ---

  // Sets the function that a reader calls when it is about to wait. `on_wanted` must not block.
  // Call this before there are any readers.
  void set_on_wanted(std::function<void()> on_wanted) { on_wanted_ = std::move(on_wanted); }

  // Switches to `db`, which must stay valid until the next Reset, have no open transaction, and be
  // at `position`.
  void Reset(sqlite::Database* db, ViewPosition position);
  // Makes Await return immediately until Unblock is called.
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  Revision applied() const { return applied_.revision; }
  const std::string& applied_commit_id() const { return applied_.commit_id; }
  // Whether others append to the view's log.
  bool others_append() const { return options_.others_append; }
  bool unshown() const { return unshown_changes_ > 0; }
  // Whether the limit of unshown changes is reached, so that they should be shown before more are
  // added.
  bool full() const { return unshown_changes_ >= options_.max_unshown_changes; }

  // Begins a batch, which ends with Keep or Undo. After an error, every change that had not been
  // shown has been undone.
  absl::Status Begin();
  // Records that the writes since the previous call in this batch belong to `commit`.
  void Applied(const store::v1::Commit& commit);
  // Reserves the disk space that Show will need. Call it after the last write of a batch. Returns
  // false if the space can't be reserved.
  bool ReserveRoom();
  // Keeps the batch, which must be in the log. Unless `late`, also shows it and all earlier ones.
  // After an error, call Undo.
  absl::Status Keep(bool late);
  // Undoes all changes that are not shown. Returns false if this fails; the view is then unusable.
  bool Undo();

  // Shows everything that is applied. Call it between batches. After an error, every change that
  // had not been shown has been undone. DATA_LOSS means that the view is unusable.
  absl::Status Show();
  // Returns whether Show is due. Call it once after each batch has been answered.
  bool DueAfterBatch();
  // Returns how long the writer may wait for the next change before Show is due: zero if a reader
  // wants what is not shown yet, and infinite if there is nothing to show.
  absl::Duration Patience() const;

 private:
  absl::Status CommitTransaction();
  absl::Status WritePosition();
  void SetPosition(ViewPosition position);
  void SetBlocked(bool blocked);

  const ShowingOptions options_;
  sqlite::Database* db_ = nullptr;
  std::function<void()> on_wanted_;

  // Used on the writer's thread only. Keep sets `applied_` to `pending_`.
  ViewPosition pending_, applied_, shown_;
  // A commit without changes counts as one change.
  int64_t unshown_changes_ = 0;
  // How many times Await had been called when the writer last looked, and when it last saw that
  // number increase.
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
