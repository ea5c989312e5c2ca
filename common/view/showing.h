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
  // So many changes are shown at the latest.
  int64_t max_unshown_changes = kMaxUnshownChanges;
  // For so long after a reader came, others are expected: each batch is shown as soon as it is
  // answered.
  absl::Duration readers_expected = absl::Seconds(1);
  // Others append to the log: each batch is shown before the next begins. Set by the view.
  bool others_append = false;
  Clock* clock = Clock::Real();
};

// A commit of the log, and that all before it are meant too. Revision 0: none.
struct ViewPosition {
  Revision revision = 0;
  std::string commit_id;
};

// How far the writer has applied commits to the view, how far readers are shown them, who waits for
// more, and when that is (docs/adr/0017, 0019).
//
// Batches share one transaction of SQLite. To end it shows them, and writes each page that they
// touched, once for all of them: so it ends when somebody wants to see further, when much has
// gathered, or when no more comes.
//
//   writer      Begin  apply  ReserveRoom  the log syncs  Keep  publish  answer   …n+k   Show
//   durable     n-1                               n                               n+k    n+k
//   applied()   n-1                                        n                      n+k    n+k
//   published   n-1                                              n                n+k    n+k
//   shown()     m                                                                 m      n+k
//   a reader                                                      Await(n) waits·········goes on
//
// Hence shown() <= applied() <= durable. What is shown before it is published, since Keep shows it
// at once, its readers wait for (Publication). Undo, a failure to show and the end of the
// process all take the view back to shown(): what was kept is in the log, and View::CatchUp applies
// it again.
//
// Where others append to the log, a batch comes to nothing whenever one of them was first. Begin
// then shows what was kept before, so that Undo takes back that batch alone. It costs nothing where
// somebody reads the view before each change, as the projects service does.
//
// Await, shown and wanted are thread-safe; the rest is the writer's.
class Showing {
 public:
  explicit Showing(ShowingOptions options) : options_(options) {}

  // --- Readers ---

  Revision shown() const { return shown_revision_.load(std::memory_order_acquire); }
  // Before each snapshot: blocks until `revision` is shown. False when it isn't and the writer
  // can't say when it will be.
  bool Await(Revision revision);
  // Whether a reader waits, or did so until a moment ago.
  bool wanted() const { return wanted_.load(std::memory_order_acquire) > shown(); }

  // --- The writer ---

  // Set before any reader comes: called by one who is about to wait, and must not block.
  void set_on_wanted(std::function<void()> on_wanted) { on_wanted_ = std::move(on_wanted); }

  // Goes on with `db`, which outlives the next Reset, has no transaction and shows `position`.
  void Reset(sqlite::Database* db, ViewPosition position);
  // Await no longer blocks, until Unblock.
  void Block() { SetBlocked(true); }
  void Unblock() { SetBlocked(false); }

  Revision applied() const { return applied_.revision; }
  const std::string& applied_commit_id() const { return applied_.commit_id; }
  // Whether others append to the log that the view is of.
  bool others_append() const { return options_.others_append; }
  bool unshown() const { return unshown_changes_ > 0; }
  // So much that no more should join it.
  bool full() const { return unshown_changes_ >= options_.max_unshown_changes; }

  // The transaction of a batch; ends with Keep or Undo. On an error nothing is unshown any more.
  absl::Status Begin();
  // What was written since belongs to `commit`.
  void Applied(const store::v1::Commit& commit);
  // After the last write of a batch: room on the disk for Show. False where there is none.
  bool ReserveRoom();
  // The log has the batch. Shows it, with all before it, unless it may be shown late. On an error
  // Undo is to follow.
  absl::Status Keep(bool late);
  // Back to what is shown. False when even that failed: the view is not fit to go on.
  bool Undo();

  // Between batches: shows all that is applied. On an error nothing of it is left, as after Undo;
  // DATA_LOSS: the view is not fit to go on.
  absl::Status Show();
  // After a batch was answered: whether to Show now.
  bool DueAfterBatch();
  // While no change comes: how long until Show is due, unless a reader wants it before.
  absl::Duration Patience() const;

 private:
  absl::Status CommitTransaction();
  absl::Status WritePosition();
  void SetPosition(ViewPosition position);
  void SetBlocked(bool blocked);

  const ShowingOptions options_;
  sqlite::Database* db_ = nullptr;
  std::function<void()> on_wanted_;

  // The writer's. `pending_` is what Keep makes of `applied_`.
  ViewPosition pending_, applied_, shown_;
  // A commit without any counts as one.
  int64_t unshown_changes_ = 0;
  // How many times Await was called when the writer last looked, and when there was one more.
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
