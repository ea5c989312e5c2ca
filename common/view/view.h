#ifndef JUMELAGE_COMMON_VIEW_VIEW_H_
#define JUMELAGE_COMMON_VIEW_VIEW_H_

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/view/schema.h"
#include "common/view/showing.h"
#include "common/view/table.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

struct ViewOptions {
  std::string data_dir;
  const ViewSchema* schema = nullptr;
  std::string vfs;
  // Identifies the current boot of the machine. Empty means the kernel's boot id. A view that was
  // left open in a different boot may have lost unsynced data.
  std::string boot_id;
  int64_t max_wal_bytes = kMaxViewWalBytes;
  ShowingOptions showing;
};

// The view's record of a used request id. The commit with `revision` has the answer.
struct RecordedRequest {
  Revision revision = 0;
  uint64_t fingerprint = 0;
  absl::Time time;
};

// The second database of a data directory: view.db, the current resources in the form that queries
// need. It is derived from the log, is never synced while it is open, and catches up with the log
// at startup. It is rebuilt when in doubt: if the machine went down while it was open, if it
// belongs to a different log or schema, or if SQLite finds it damaged.
//
// The writer applies batches of commits. They are shown to readers only when a reader needs them,
// or a little later (class Showing), since showing writes every page that was touched.
//
// Maintain, OpenReader, generation, Distrust, suspect and the thread-safe methods of Showing may be
// called on any thread. All other methods must be called on the writer's thread only.
class View {
 public:
  // A batch of the writer. There is at most one at a time.
  class Batch : public AppliedBatch {
   public:
    explicit Batch(View* view) : view_(view) {}
    ~Batch() override {
      if (!ended_) Undo();
    }
    // Allows Keep to leave the batch unshown for now. Call it after the batch's last write. If the
    // disk space for showing the batch later can't be reserved, Keep shows it immediately.
    void ShowLate() { late_ = view_->showing_.ReserveRoom(); }
    absl::Status Keep() override;
    // Also undoes earlier batches that are not shown yet. The log has them, and CatchUp applies
    // them again.
    void Undo() override;

   private:
    View* const view_;
    bool late_ = false;
    bool ended_ = false;
  };

  // Opens or creates the view, and replays the commits of `log` that it lacks.
  static absl::StatusOr<std::unique_ptr<View>> Open(const ViewOptions& options, const Log& log);
  // Shows and syncs everything, so that the next start doesn't have to rebuild the view.
  ~View();

  Revision applied() const { return showing_.applied(); }
  Showing& showing() { return showing_; }
  const Showing& showing() const { return showing_; }
  const ViewSchema& schema() const { return *options_.schema; }

  // The writer's connection.
  sqlite::Database& db() { return *db_; }
  // Begins a batch, which ends with its Keep or Undo.
  absl::StatusOr<std::unique_ptr<Batch>> Begin();
  // Undoes the batch's writes and all earlier batches that are not shown yet. Applies those batches
  // again from `log`, then applies `commits` in the current batch. Call it inside a batch only.
  absl::Status Redo(const Log& log, absl::Span<const store::v1::Commit> commits);
  // Applies one change of the commit with `revision`. Returns the revision of the resource's
  // previous change, as Table::Apply does. Call it inside a batch only.
  absl::StatusOr<Revision> ApplyChange(Revision revision, const store::v1::Change& change,
                                       const KnownStates& known);
  // Completes a commit whose changes are applied: records its request id, and the new position,
  // which is written when the commit is shown. Call it inside a batch only.
  absl::Status FinishCommit(const store::v1::Commit& commit);
  absl::StatusOr<std::optional<RecordedRequest>> FindRequest(absl::string_view principal,
                                                             absl::string_view method,
                                                             absl::string_view request_id);
  // Deletes the request ids of commits before `cutoff`, at most a fixed number per call. Call it
  // inside a batch only.
  absl::Status PruneRequests(absl::Time cutoff);

  // Shows readers everything that is applied. After an error, every change that had not been shown
  // has been undone. Also checkpoints the rest of a long WAL, so that SQLite can restart it: under
  // steady load, Maintain alone never catches up, and the WAL would grow forever. A failed
  // checkpoint costs disk space, not data; if checkpoints keep failing, a later batch fails. Call
  // it between batches only.
  absl::Status Show();

  // Applies and shows the log's commits after applied(), then unblocks the readers. If the view is
  // suspect or turns out to be damaged, first rebuilds it; meanwhile, readers that would have to
  // wait get an error (Showing::Block). Call it between batches only.
  absl::Status CatchUp(const Log& log);
  // Marks the view as damaged. The next CatchUp, or the next start, rebuilds it.
  void Distrust() { suspect_.store(true, std::memory_order_release); }
  bool suspect() const { return suspect_.load(std::memory_order_acquire); }
  // Checkpoints the WAL as far as readers allow, on its own connection, if much was added or the
  // WAL was restarted since its last checkpoint, or if no batch was kept since the last call.
  absl::Status Maintain();
  // Shows everything that is applied, and rewrites the files, so that they contain nothing else.
  // Returns RESOURCE_EXHAUSTED if there is not enough space. The writer calls it between batches.
  absl::Status Scrub();

  // Opens a read-only connection for one thread. The connection is valid until generation()
  // changes.
  absl::StatusOr<std::unique_ptr<sqlite::Database>> OpenReader() const
      ABSL_LOCKS_EXCLUDED(files_mu_);
  // Changes when the view is rebuilt. Readers must then open the view again.
  int64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // Returns the revision of the state that `reader` sees in its current transaction.
  static absl::StatusOr<Revision> AppliedIn(sqlite::Database& reader);

 private:
  static constexpr int kPageSize = 4096;
  explicit View(const ViewOptions& options)
      : options_(options),
        max_wal_frames_(options.max_wal_bytes / kPageSize),
        showing_(options.showing) {}

  absl::Status OpenOrMake(const Log& log);
  absl::Status Make(const Log& log);
  absl::StatusOr<bool> Usable(const Log& log);
  // Applies the commits after applied() and up to `last`, and shows them. If the view is empty and
  // the first commits have been compacted, loads the base first.
  absl::Status ReplayTo(Revision last, const Log& log);
  absl::Status LoadBase(const Log& log);
  absl::Status ReplayBatch(const std::vector<store::v1::Commit>& commits);
  absl::Status ApplyCommits(absl::Span<const store::v1::Commit> commits);
  void UndoBatch();
  void ShortenWal();
  absl::Status RemoveFiles();
  absl::Status MakeDurable();
  sqlite::OpenOptions DatabaseOptions() const;
  sqlite::OpenOptions WriterOptions() const;
  std::string Path() const;

  const ViewOptions options_;
  const int64_t max_wal_frames_;
  std::string boot_id_;
  std::unique_ptr<sqlite::Database> db_;
  Showing showing_;
  // Set if the view was found damaged or a rollback failed. The view is then unusable.
  std::atomic<bool> suspect_{false};
  // The WAL's length in frames after the writer's last Show.
  std::atomic<int64_t> wal_frames_{0};
  // How many batches the writer has kept.
  std::atomic<int64_t> batches_{0};
  // The WAL's length in frames at which the writer makes its next checkpoint.
  int64_t wal_frames_due_ = max_wal_frames_;
  std::atomic<int64_t> generation_{0};

  // Held while the files are opened or replaced. Acquired after `maintain_mu_`. SQLite opens a
  // database before its WAL, and must not combine an old database with a new WAL.
  mutable Mutex files_mu_;
  Mutex maintain_mu_;
  std::unique_ptr<sqlite::Database> maintain_db_ ABSL_GUARDED_BY(maintain_mu_);
  int64_t maintain_generation_ ABSL_GUARDED_BY(maintain_mu_) = -1;
  // The value of `batches_` at the last call to Maintain, and how many frames of the WAL Maintain
  // has checkpointed.
  int64_t seen_batches_ ABSL_GUARDED_BY(maintain_mu_) = 0;
  int64_t moved_frames_ ABSL_GUARDED_BY(maintain_mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_VIEW_H_
