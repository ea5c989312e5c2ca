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
  // Identifies the boot of the machine. If empty, the kernel's boot id. After another boot,
  // unsynced data may be lost.
  std::string boot_id;
  int64_t max_wal_bytes = kMaxViewWalBytes;
  ShowingOptions showing;
};

// A used request id, and the revision that has its answer.
struct RecordedRequest {
  Revision revision = 0;
  uint64_t fingerprint = 0;
  absl::Time time;
};

// The second database of a data directory: view.db, the current resources in the form that queries
// need. It is derived from the log, never synced while it is open, and brought up to the log at
// start. It is discarded when in doubt: if the machine went down while it was open, if it belongs
// to another log or schema, or if SQLite finds it damaged.
//
// The writer applies batches of commits. Readers are shown them when they ask for them, or a little
// later (class Showing), since showing writes every page that was touched.
//
// The writer's side is for one thread. Maintain, OpenReader, generation, Distrust, suspect and the
// thread-safe methods of Showing may be called from any thread.
class View {
 public:
  // A batch of the writer. There is one at a time.
  class Batch : public AppliedBatch {
   public:
    explicit Batch(View* view) : view_(view) {}
    ~Batch() override {
      if (!ended_) Undo();
    }
    // Allows the batch to be shown later than it is kept. Called after its last write. If there is
    // no disk space for showing it later, it is shown anyway.
    void ShowLate() { late_ = view_->showing_.ReserveRoom(); }
    absl::Status Keep() override;
    // Also undoes earlier batches that are not shown yet. The log has them (CatchUp).
    void Undo() override;

   private:
    View* const view_;
    bool late_ = false;
    bool ended_ = false;
  };

  // Opens or creates the view, and replays the commits of `log` that it lacks.
  static absl::StatusOr<std::unique_ptr<View>> Open(const ViewOptions& options, const Log& log);
  // Leaves a complete view, so that the next start doesn't have to rebuild it.
  ~View();

  Revision applied() const { return showing_.applied(); }
  Showing& showing() { return showing_; }
  const Showing& showing() const { return showing_; }
  const ViewSchema& schema() const { return *options_.schema; }

  // The writer's connection.
  sqlite::Database& db() { return *db_; }
  // Begins a batch, which ends with its Keep or Undo.
  absl::StatusOr<std::unique_ptr<Batch>> Begin();
  // Goes back to the beginning of the batch, then applies `commits`. Inside a batch only.
  absl::Status Redo(const Log& log, absl::Span<const store::v1::Commit> commits);
  // Applies one change of the commit with `revision`. Returns the revision of the resource's
  // previous change, as Table::Apply does. Inside a batch only.
  absl::StatusOr<Revision> ApplyChange(Revision revision, const store::v1::Change& change,
                                       const KnownStates& known);
  // Records the rest of a commit whose changes are applied: its request id, and the position, which
  // is written when it is shown. Inside a batch only.
  absl::Status FinishCommit(const store::v1::Commit& commit);
  absl::StatusOr<std::optional<RecordedRequest>> FindRequest(absl::string_view principal,
                                                             absl::string_view method,
                                                             absl::string_view request_id);
  // Deletes request ids of commits before `cutoff`, a bounded number at a time. Inside a batch
  // only.
  absl::Status PruneRequests(absl::Time cutoff);

  // Shows readers all that is applied. After an error nothing of it is left, as after Undo. Also
  // checkpoints the rest of a long WAL, so that it can restart: under steady load Maintain alone
  // never catches up, and the WAL would grow forever. If that fails it costs disk space, not data;
  // if it lasts, the next batch fails. Between batches only.
  absl::Status Show();

  // Applies and shows the log's commits beyond applied(), and unblocks readers. Rebuilds the view
  // if it is suspect; until then readers are blocked. Between batches only.
  absl::Status CatchUp(const Log& log);
  // Marks the view as damaged. The next CatchUp, or the next start, rebuilds it.
  void Distrust() { suspect_.store(true, std::memory_order_release); }
  bool suspect() const { return suspect_.load(std::memory_order_acquire); }
  // Checkpoints the WAL as far as readers allow, on its own connection, if much has been added or
  // nothing more comes.
  absl::Status Maintain();
  // Rewrites the files, so that they contain only what the view shows. RESOURCE_EXHAUSTED if there
  // is not enough space. Called by the writer between batches.
  absl::Status Scrub();

  // Opens a read-only connection for one thread. Valid until generation() changes.
  absl::StatusOr<std::unique_ptr<sqlite::Database>> OpenReader() const
      ABSL_LOCKS_EXCLUDED(files_mu_);
  // Changes when the view is rebuilt. Readers must then open it again.
  int64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // Returns the revision of the snapshot of a reader's transaction.
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
  // Applies the commits up to `last`.
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
  // Set if it was found damaged or a rollback failed. The view is then unusable.
  std::atomic<bool> suspect_{false};
  // The WAL's length after the writer's last Show.
  std::atomic<int64_t> wal_frames_{0};
  // How many batches the writer has kept.
  std::atomic<int64_t> batches_{0};
  // The WAL's length at which the writer makes its next checkpoint.
  int64_t wal_frames_due_ = max_wal_frames_;
  std::atomic<int64_t> generation_{0};

  // Held while files are opened or rebuilt. SQLite opens a database before its WAL, and must not
  // take the new WAL for that of the old database.
  mutable Mutex files_mu_;
  Mutex maintain_mu_;
  std::unique_ptr<sqlite::Database> maintain_db_ ABSL_GUARDED_BY(maintain_mu_);
  int64_t maintain_generation_ ABSL_GUARDED_BY(maintain_mu_) = -1;
  // The batches at Maintain's last call, and the frames that it has checkpointed.
  int64_t seen_batches_ ABSL_GUARDED_BY(maintain_mu_) = 0;
  int64_t moved_frames_ ABSL_GUARDED_BY(maintain_mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_VIEW_H_
