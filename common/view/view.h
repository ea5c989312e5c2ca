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
  // Identifies the run of the machine; the kernel's when empty. After another one, what was not
  // synced may be lost.
  std::string boot_id;
  int64_t max_wal_bytes = kMaxViewWalBytes;
  ShowingOptions showing;
};

// A request id that was used, and where its answer is.
struct RecordedRequest {
  Revision revision = 0;
  uint64_t fingerprint = 0;
  absl::Time time;
};

// The second database of a data directory: view.db, the current resources in the form that queries
// need. It is derived from the log, never synced while it is open, replayed from the log at start,
// and thrown away when in doubt: when the machine went down while it was open, when it belongs to
// another log or to another schema, or when SQLite finds it damaged.
//
// The writer applies batches of commits. Readers are shown what was applied when they ask for it,
// or a little later (class Showing), since that takes a write of each page that was touched.
//
// The writer's side belongs to one thread. Maintain, OpenReader, generation, Distrust, suspect and
// what Showing says of itself are thread-safe.
class View {
 public:
  // A batch of the writer, one at a time.
  class Batch : public AppliedBatch {
   public:
    explicit Batch(View* view) : view_(view) {}
    ~Batch() override {
      if (!ended_) Undo();
    }
    // After its last write: lets it be shown later than it is kept. Where there is no room on the
    // disk for what showing will write, it is shown all the same.
    void ShowLate() { late_ = view_->showing_.ReserveRoom(); }
    absl::Status Keep() override;
    // Also of what earlier batches did and readers were not shown yet: the log has it (CatchUp).
    void Undo() override;

   private:
    View* const view_;
    bool late_ = false;
    bool ended_ = false;
  };

  // Opens or makes the view and replays what `log` has beyond it.
  static absl::StatusOr<std::unique_ptr<View>> Open(const ViewOptions& options, const Log& log);
  // Leaves a view that is whole behind, so that the next start needs no rebuilding.
  ~View();

  Revision applied() const { return showing_.applied(); }
  Showing& showing() { return showing_; }
  const Showing& showing() const { return showing_; }
  const ViewSchema& schema() const { return *options_.schema; }

  // The writer's connection.
  sqlite::Database& db() { return *db_; }
  // Begins a batch; ends by its Keep or Undo.
  absl::StatusOr<std::unique_ptr<Batch>> Begin();
  // Inside a batch: back to what it began with, and from there what `commits` say.
  absl::Status Redo(const Log& log, absl::Span<const store::v1::Commit> commits);
  // Inside a batch: one change of the commit with `revision`. Gives the revision that the resource
  // was last changed at, as Table::Apply does.
  absl::StatusOr<Revision> ApplyChange(Revision revision, const store::v1::Change& change,
                                       const KnownStates& known);
  // Inside a batch: what else a commit leaves in the view (its request id, the position, which is
  // written when it is shown). Its changes are applied already.
  absl::Status FinishCommit(const store::v1::Commit& commit);
  absl::StatusOr<std::optional<RecordedRequest>> FindRequest(absl::string_view principal,
                                                             absl::string_view method,
                                                             absl::string_view request_id);
  // Inside a batch: forgets request ids of commits before `cutoff`, a bounded number at a
  // time.
  absl::Status PruneRequests(absl::Time cutoff);

  // Between batches: shows readers all that is applied. On an error nothing of it is left, as after
  // Undo. Then moves what is left of a long WAL, so that it can begin anew: under steady load
  // Maintain alone never catches up, and the WAL would grow for ever. A failure of that costs room,
  // not data: the next batch meets it if it lasts.
  absl::Status Show();

  // Between batches: applies what the log has beyond applied(), and shows it: readers are blocked
  // no longer. Makes the view anew when it is suspect; until then they are.
  absl::Status CatchUp(const Log& log);
  // By whoever finds the view damaged: the next CatchUp, or the next start, makes it anew.
  void Distrust() { suspect_.store(true, std::memory_order_release); }
  bool suspect() const { return suspect_.load(std::memory_order_acquire); }
  // Moves the WAL into the database as far as readers allow, on a connection of its own: when much
  // has come, or nothing more comes.
  absl::Status Maintain();
  // By the writer, between batches: makes the files anew, so that they hold nothing but what
  // the view shows. RESOURCE_EXHAUSTED: no room for it.
  absl::Status Scrub();

  // A read-only connection for one thread. Valid until generation() changes.
  absl::StatusOr<std::unique_ptr<sqlite::Database>> OpenReader() const
      ABSL_LOCKS_EXCLUDED(files_mu_);
  // Changes when the view was made anew: readers open again.
  int64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // The revision that the snapshot of a reader's transaction shows.
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
  // It was found damaged, or a rollback failed: not fit to go on.
  std::atomic<bool> suspect_{false};
  // After the writer's last Show.
  std::atomic<int64_t> wal_frames_{0};
  // How many the writer has kept.
  std::atomic<int64_t> batches_{0};
  // How many there are when the writer makes its next checkpoint.
  int64_t wal_frames_due_ = max_wal_frames_;
  std::atomic<int64_t> generation_{0};

  // Held where files are opened or made anew. SQLite opens a database before its WAL, and must not
  // take the new WAL for that of the old database.
  mutable Mutex files_mu_;
  Mutex maintain_mu_;
  std::unique_ptr<sqlite::Database> maintain_db_ ABSL_GUARDED_BY(maintain_mu_);
  int64_t maintain_generation_ ABSL_GUARDED_BY(maintain_mu_) = -1;
  // What Maintain saw the last time, and the frames that it has moved.
  int64_t seen_batches_ ABSL_GUARDED_BY(maintain_mu_) = 0;
  int64_t moved_frames_ ABSL_GUARDED_BY(maintain_mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_VIEW_H_
