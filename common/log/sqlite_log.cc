#include "common/log/sqlite_log.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/base/status_macros.h"
#include "common/log/base.h"
#include "common/log/chain.h"
#include "common/log/data_directory.h"
#include "common/log/reader_pool.h"
#include "common/sqlite/files.h"
#include "sqlite3.h"

namespace jumelage {
namespace {

constexpr int kPageSize = 4096;
// The maximum number of concurrent readers. Each read is short (ReadLimits) and blocks its caller's
// thread.
constexpr int kMaxReaders = 8;
constexpr int64_t kReaderCacheKib = 1024;
// If the writer never pauses, the WAL is restarted at this size, so that neither the WAL nor the
// startup time grows without bound.
constexpr int64_t kMaxWalBytes = int64_t{64} << 20;

// The user version of the database records whether a scrub is due. Nothing else uses it, and
// setting it is part of the transaction.
constexpr char kMarkScrubDue[] = "PRAGMA user_version = 1";
constexpr char kMarkScrubbed[] = "PRAGMA user_version = 0";

absl::StatusOr<bool> IsScrubDue(sqlite::Database& db) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare("PRAGMA user_version"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
  return row && select.ColumnInt(0) == 1;
}

absl::Status NotKeptError(Revision revision) {
  return absl::OutOfRangeError(absl::StrCat("revision ", revision, " is not kept"));
}

std::string DatabasePath(const SqliteLogOptions& options) { return options.data_dir + "/log.db"; }

sqlite::OpenOptions WriterOptions(const SqliteLogOptions& options) {
  sqlite::OpenOptions open;
  open.create = false;
  open.synchronous = options.synchronous;
  open.vfs = options.vfs;
  // Maintain makes the checkpoints. After a failure, the closed database must stay unchanged until
  // Recover has read it.
  open.wal_autocheckpoint_pages = 0;
  open.checkpoint_on_close = false;
  open.page_size = kPageSize;
  return open;
}

absl::StatusOr<std::unique_ptr<sqlite::Database>> OpenReader(const SqliteLogOptions& options) {
  sqlite::OpenOptions open = WriterOptions(options);
  open.read_only = true;
  open.cache_kib = kReaderCacheKib;
  return sqlite::Database::Open(DatabasePath(options), open);
}

// The Log that stores its commits in log.db. See sqlite_log.h.
//
// Lock order: maintenance_mu_, writer_mu_, then the pool's lock or head_mu_.
class SqliteLog : public Log {
 public:
  SqliteLog(const SqliteLogOptions& options, std::unique_ptr<DirectoryLock> lock,
            std::string log_id, ChainHead head, Revision oldest)
      : options_(options),
        lock_(std::move(lock)),
        log_id_(std::move(log_id)),
        readers_([options] { return OpenReader(options); }, kMaxReaders),
        oldest_(oldest) {
    SetHead(std::move(head));
  }

  const std::string& log_id() const override { return log_id_; }
  bool others_append() const override { return false; }
  Revision head() const override { return head_revision_.load(std::memory_order_acquire); }
  std::string head_commit_id() const override { return CopyHead().commit_id; }
  Revision oldest() const override { return oldest_.load(std::memory_order_acquire); }
  bool scrub_due() const override { return scrub_due_.load(std::memory_order_acquire); }

  absl::Status Commit(absl::Span<const store::v1::Commit> batch, AppliedBatch& view) override {
    return CommitBatch(batch, nullptr, view);
  }
  absl::Status CommitRedacting(absl::Span<const store::v1::Commit> batch,
                               const Redaction& redaction, AppliedBatch& view) override {
    return CommitBatch(batch, &redaction, view);
  }
  // There is nothing to report, since only this process can append: it holds the directory's lock.
  void Tail(std::function<void()>) override {}
  absl::Status Scrub(const std::function<absl::Status()>& others) override;
  absl::Status Compact(Revision before, int64_t max_commits) override;
  absl::StatusOr<std::vector<store::v1::Commit>> ReadBase(absl::string_view after,
                                                          const ReadLimits& limits) const override;
  absl::StatusOr<std::optional<store::v1::Commit>> FindBase(absl::string_view name) const override;
  absl::Status Recover() override;
  absl::StatusOr<std::vector<store::v1::Commit>> Read(Revision after,
                                                      const ReadLimits& limits) const override;
  absl::Status Maintain() override;

 private:
  absl::Status CommitBatch(absl::Span<const store::v1::Commit> batch, const Redaction* redaction,
                           AppliedBatch& view);
  absl::Status Append(absl::Span<const store::v1::Commit> batch, const Redaction* redaction,
                      ChainHead* head) ABSL_LOCKS_EXCLUDED(writer_mu_);
  absl::Status InTransaction(const std::function<absl::Status(sqlite::Database&)>& body)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer_mu_);
  absl::Status ScrubFiles() ABSL_EXCLUSIVE_LOCKS_REQUIRED(maintenance_mu_, writer_mu_);
  absl::Status SettleFullDisk(const absl::Status& full);
  absl::Status Reopen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(maintenance_mu_, writer_mu_);
  void Poison() { poisoned_.store(true, std::memory_order_release); }
  bool poisoned() const { return poisoned_.load(std::memory_order_acquire); }

  void SetHead(ChainHead head) ABSL_LOCKS_EXCLUDED(head_mu_) {
    MutexLock lock(&head_mu_);
    head_ = std::move(head);
    head_revision_.store(head_.revision, std::memory_order_release);
  }
  ChainHead CopyHead() const ABSL_LOCKS_EXCLUDED(head_mu_) {
    MutexLock lock(&head_mu_);
    return head_;
  }

  const SqliteLogOptions options_;
  const std::unique_ptr<DirectoryLock> lock_;
  const std::string log_id_;

  // Set when it is no longer certain which commits are durable. Commit then refuses every batch
  // until Recover has succeeded. True until the first Recover.
  std::atomic<bool> poisoned_{true};

  Mutex maintenance_mu_ ABSL_ACQUIRED_BEFORE(writer_mu_);
  std::unique_ptr<sqlite::Database> checkpointer_ ABSL_GUARDED_BY(maintenance_mu_);
  Mutex writer_mu_;
  std::unique_ptr<sqlite::Database> writer_ ABSL_GUARDED_BY(writer_mu_);
  mutable ReaderPool readers_;

  mutable Mutex head_mu_;
  ChainHead head_ ABSL_GUARDED_BY(head_mu_);
  std::atomic<Revision> head_revision_{0};
  std::atomic<Revision> oldest_;
  std::atomic<bool> scrub_due_{false};
};

absl::Status SqliteLog::CommitBatch(absl::Span<const store::v1::Commit> batch,
                                    const Redaction* redaction, AppliedBatch& view) {
  ChainHead head = CopyHead();
  absl::Status status = absl::OkStatus();
  if (poisoned()) {
    status = absl::FailedPreconditionError("the log has to be recovered first");
  } else {
    status = CheckContinues(batch, head);
  }
  if (!status.ok() || batch.empty()) {
    view.Undo();
    return status;
  }
  status = Append(batch, redaction, &head);
  if (!status.ok()) {
    view.Undo();
    Poison();
    return absl::IsResourceExhausted(status) ? SettleFullDisk(status) : status;
  }
  SetHead(std::move(head));
  status = view.Keep();
  if (status.ok()) return status;
  view.Undo();
  Poison();
  return absl::UnavailableError(
      absl::StrCat("the batch is durable, but the view did not keep it: ", status.ToString()));
}

absl::Status SqliteLog::Append(absl::Span<const store::v1::Commit> batch,
                               const Redaction* redaction, ChainHead* head) {
  MutexLock lock(&writer_mu_);
  // A sync may have failed in Maintain since CommitBatch checked.
  if (poisoned()) return absl::FailedPreconditionError("the log has to be recovered first");
  JUMELAGE_RETURN_IF_ERROR(InTransaction([&](sqlite::Database& db) -> absl::Status {
    JUMELAGE_RETURN_IF_ERROR(InsertCommits(db, batch, head));
    if (redaction == nullptr) return absl::OkStatus();
    JUMELAGE_RETURN_IF_ERROR(Rewrite(db, *redaction));
    return db.Exec(kMarkScrubDue);
  }));
  if (redaction != nullptr) scrub_due_.store(true, std::memory_order_release);
  return absl::OkStatus();
}

absl::Status SqliteLog::InTransaction(const std::function<absl::Status(sqlite::Database&)>& body) {
  absl::Status status = writer_->Run("BEGIN IMMEDIATE", {});
  if (status.ok()) status = body(*writer_);
  if (status.ok()) status = writer_->Run("COMMIT", {});
  // Some failures have already ended the transaction. If the rollback fails too, Recover closes the
  // connection, which ends the transaction.
  if (!status.ok() && writer_->InTransaction()) writer_->Run("ROLLBACK", {}).IgnoreError();
  return status;
}

// Called if the disk was full before or during COMMIT. SQLite then reports that nothing was
// committed. RESOURCE_EXHAUSTED promises the same to the caller, so the file is first read again to
// make sure.
absl::Status SqliteLog::SettleFullDisk(const absl::Status& full) {
  const Revision before = head();
  const absl::Status recovered = Recover();
  if (recovered.ok() && head() == before) return full;
  Poison();
  return absl::UnavailableError(absl::StrCat("the outcome is not known after: ", full.message()));
}

absl::Status SqliteLog::Scrub(const std::function<absl::Status()>& others) {
  MutexLock maintenance_lock(&maintenance_mu_);
  MutexLock writer_lock(&writer_mu_);
  if (poisoned()) return absl::FailedPreconditionError("the log has to be recovered first");
  absl::Status status = ScrubFiles();
  if (status.ok() && scrub_due()) {
    JUMELAGE_RETURN_IF_ERROR(others());
    status = writer_->Exec(kMarkScrubbed);
    if (status.ok()) scrub_due_.store(false, std::memory_order_release);
  }
  // A sync may have failed, as in Maintain.
  if (!status.ok() && !absl::IsResourceExhausted(status)) Poison();
  return status;
}

absl::Status SqliteLog::ScrubFiles() {
  JUMELAGE_RETURN_IF_ERROR(writer_->Vacuum());
  return writer_->Checkpoint(/*truncate=*/true).status();
}

absl::Status SqliteLog::Compact(Revision before, int64_t max_commits) {
  MutexLock lock(&writer_mu_);
  if (poisoned()) return absl::FailedPreconditionError("the log has to be recovered first");
  before = std::min(before, head());
  if (before <= oldest()) return absl::OkStatus();
  Anchor anchor;
  absl::Status status = InTransaction([&](sqlite::Database& db) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(anchor, ReadAnchor(db));
    return MoveToBase(db, before, max_commits, &anchor);
  });
  if (!status.ok()) {
    Poison();
    return status;
  }
  // Raised only after the base is written: a reader that finds a commit missing looks for its
  // resources in the base.
  oldest_.store(anchor.head.revision + 1, std::memory_order_release);
  return absl::OkStatus();
}

// Returns the error for a `revision` that is not among the commits in `db`: OUT_OF_RANGE if it was
// compacted, otherwise DATA_LOSS.
absl::Status WhyMissing(sqlite::Database& db, Revision revision) {
  JUMELAGE_ASSIGN_OR_RETURN(const Anchor anchor, ReadAnchor(db));
  if (revision <= anchor.head.revision) return NotKeptError(revision);
  return absl::DataLossError(absl::StrCat("the log is damaged at revision ", revision));
}

absl::StatusOr<std::vector<store::v1::Commit>> SqliteLog::ReadBase(absl::string_view after,
                                                                   const ReadLimits& limits) const {
  JUMELAGE_ASSIGN_OR_RETURN(const ReaderPool::Loan reader, readers_.Borrow());
  return ReadBaseRows(reader.db(), after, limits);
}

absl::StatusOr<std::optional<store::v1::Commit>> SqliteLog::FindBase(absl::string_view name) const {
  JUMELAGE_ASSIGN_OR_RETURN(const ReaderPool::Loan reader, readers_.Borrow());
  return FindBaseRow(reader.db(), name);
}

absl::Status SqliteLog::Recover() {
  MutexLock maintenance_lock(&maintenance_mu_);
  MutexLock writer_lock(&writer_mu_);
  if (!poisoned()) return absl::OkStatus();
  readers_.Close();
  checkpointer_.reset();
  writer_.reset();
  absl::Status status = Reopen();
  if (status.ok()) {
    poisoned_.store(false, std::memory_order_release);
    readers_.Open();
    return status;
  }
  checkpointer_.reset();
  writer_.reset();
  readers_.Fail();
  return status;
}

// Called with every connection closed, so that SQLite reads the WAL again instead of using its
// cached index.
absl::Status SqliteLog::Reopen() {
  if (options_.synchronous != sqlite::Synchronous::kOff) {
    JUMELAGE_RETURN_IF_ERROR(sqlite::RewriteWal(DatabasePath(options_) + "-wal", options_.vfs));
  }
  JUMELAGE_ASSIGN_OR_RETURN(
      writer_, sqlite::Database::Open(DatabasePath(options_), WriterOptions(options_)));
  JUMELAGE_ASSIGN_OR_RETURN(
      checkpointer_, sqlite::Database::Open(DatabasePath(options_), WriterOptions(options_)));
  JUMELAGE_RETURN_IF_ERROR(SyncDirectory(options_.data_dir));
  JUMELAGE_ASSIGN_OR_RETURN(const Anchor anchor, ReadAnchor(*writer_));
  oldest_.store(anchor.head.revision + 1, std::memory_order_release);
  JUMELAGE_ASSIGN_OR_RETURN(const bool scrub_due, IsScrubDue(*writer_));
  scrub_due_.store(scrub_due, std::memory_order_release);
  ChainHead head = CopyHead();
  JUMELAGE_RETURN_IF_ERROR(VerifyHead(*writer_, head));
  JUMELAGE_RETURN_IF_ERROR(VerifyChain(*writer_, &head));
  SetHead(std::move(head));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<store::v1::Commit>> SqliteLog::Read(Revision after,
                                                               const ReadLimits& limits) const {
  if (after < oldest() - 1) return NotKeptError(after + 1);
  std::vector<store::v1::Commit> commits;
  const Revision last = head();
  if (after >= last) return commits;
  JUMELAGE_ASSIGN_OR_RETURN(const ReaderPool::Loan reader, readers_.Borrow());
  // Reads no further than head(): a commit is in the file shortly before it is known to be durable.
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      reader.db().Prepare("SELECT revision, data FROM commits WHERE revision > ?1 AND "
                          "revision <= ?2 ORDER BY revision LIMIT ?3"));
  select.BindInt(1, after).BindInt(2, last).BindInt(3, std::max<int64_t>(limits.max_commits, 1));
  int64_t bytes = 0;
  while (commits.empty() || bytes < limits.max_bytes) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    const Revision due = after + static_cast<Revision>(commits.size()) + 1;
    // The commit may have just been compacted.
    if (row ? select.ColumnInt(0) != due : commits.empty()) return WhyMissing(reader.db(), due);
    if (!row) break;
    const absl::string_view data = select.ColumnBlob(1);
    if (!commits.emplace_back().ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError(absl::StrCat("the log is damaged at revision ", due));
    }
    bytes += static_cast<int64_t>(data.size());
  }
  return commits;
}

absl::Status SqliteLog::Maintain() {
  MutexLock maintenance_lock(&maintenance_mu_);
  if (poisoned()) return absl::OkStatus();
  // Runs in parallel with the writer: a passive checkpoint neither waits for other connections nor
  // blocks them.
  absl::Status status = checkpointer_->Checkpoint(/*truncate=*/false).status();
  if (status.ok() && checkpointer_->wal_frames() * kPageSize > kMaxWalBytes) {
    // Little is left to copy. The writer waits until that is copied and the current reads, which
    // are short, have ended.
    MutexLock writer_lock(&writer_mu_);
    status = checkpointer_->RestartWal();
  }
  // The sync that failed may have been that of the WAL, which contains commits that the writer
  // treats as durable.
  if (!status.ok() && checkpointer_->LastError() == SQLITE_IOERR_FSYNC) Poison();
  return status;
}

// --- Opening ---

absl::Status Describe(const absl::Status& status, const SqliteLogOptions& options) {
  const std::string message = absl::StrCat(DatabasePath(options), ": ", status.message());
  // FAILED_PRECONDITION means here that SQLite can't open or write the file.
  if (absl::IsFailedPrecondition(status)) return absl::PermissionDeniedError(message);
  return absl::Status(status.code(), message);
}

absl::StatusOr<bool> HasTable(sqlite::Database& db) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'commits'"));
  return select.Step();
}

// The result of reading the whole log.
struct Verified {
  ChainHead head;
  Revision oldest = 1;
};

// Reads and verifies the whole log. Writes nothing.
absl::StatusOr<Verified> VerifyLog(const SqliteLogOptions& options) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<sqlite::Database> db, OpenReader(options));
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_table, HasTable(*db));
  if (!has_table) return absl::DataLossError("the log has lost its table");
  JUMELAGE_ASSIGN_OR_RETURN(const Anchor anchor, ReadAnchor(*db));
  JUMELAGE_RETURN_IF_ERROR(VerifyBase(*db, anchor));
  Verified verified{anchor.head, anchor.head.revision + 1};
  JUMELAGE_RETURN_IF_ERROR(VerifyWholeChain(*db, &verified.head));
  return verified;
}

// Whether a log.db without FORMAT is the result of an interrupted first start: a database that is
// still being created, or has no commits.
absl::StatusOr<bool> IsUnfinished(const SqliteLogOptions& options) {
  // log.db only has a rollback journal while it is being created.
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t journal,
                            sqlite::FileSize(DatabasePath(options) + "-journal", options.vfs));
  if (journal >= 0) return true;
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<sqlite::Database> db, OpenReader(options));
  JUMELAGE_ASSIGN_OR_RETURN(const bool has_table, HasTable(*db));
  if (!has_table) {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement any, db->Prepare("SELECT 1 FROM sqlite_schema"));
    JUMELAGE_ASSIGN_OR_RETURN(const bool something, any.Step());
    return !something;
  }
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement any, db->Prepare("SELECT 1 FROM commits"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool something, any.Step());
  return !something;
}

// Creates an empty log.db in place of any existing one. It is durable when this returns.
absl::Status MakeDatabase(const SqliteLogOptions& options) {
  // The database is deleted first: without it, the other files are ignored. If the other files were
  // deleted first, a crash could leave a torn database.
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    JUMELAGE_RETURN_IF_ERROR(
        sqlite::DeleteFile(absl::StrCat(DatabasePath(options), suffix), options.vfs));
  }
  sqlite::OpenOptions open = WriterOptions(options);
  open.create = true;
  // The new database is synced even if commits are not: a test without syncs is about lost commits,
  // not about a directory without a log.
  open.synchronous = sqlite::Synchronous::kFull;
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<sqlite::Database> db,
                            sqlite::Database::Open(DatabasePath(options), open));
  JUMELAGE_RETURN_IF_ERROR(db->Exec(std::string(kLogSchema)));
  JUMELAGE_RETURN_IF_ERROR(db->Checkpoint(/*truncate=*/true).status());
  return SyncDirectory(options.data_dir);
}

absl::StatusOr<Format> MakeLog(const SqliteLogOptions& options) {
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t size,
                            sqlite::FileSize(DatabasePath(options), options.vfs));
  if (size > 0) {
    const absl::StatusOr<bool> unfinished = IsUnfinished(options);
    if (!unfinished.ok() || !*unfinished) {
      return absl::FailedPreconditionError(absl::StrCat(
          options.data_dir, " has a log.db with content but no FORMAT: restore FORMAT, ",
          "or choose an empty directory"));
    }
  }
  const absl::Status made = MakeDatabase(options);
  if (!made.ok()) return Describe(made, options);
  Format format{options.service, FormatUuid(options.ids->UuidBytes())};
  JUMELAGE_RETURN_IF_ERROR(WriteFormat(options.data_dir, format));
  return format;
}

absl::Status CheckFormat(const Format& format, const SqliteLogOptions& options) {
  if (format.service != options.service) {
    return absl::FailedPreconditionError(absl::StrCat(options.data_dir, " is a data directory of ",
                                                      format.service, ", not of ",
                                                      options.service));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t size,
                            sqlite::FileSize(DatabasePath(options), options.vfs));
  if (size > 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(options.data_dir, " has a FORMAT but its log.db is missing or empty"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Log>> OpenSqliteLog(const SqliteLogOptions& options) {
  JUMELAGE_RETURN_IF_ERROR(MakeDirectory(options.data_dir));
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<DirectoryLock> lock,
                            DirectoryLock::Acquire(options.data_dir));
  JUMELAGE_ASSIGN_OR_RETURN(std::optional<Format> format, ReadFormat(options.data_dir));
  if (format.has_value()) {
    JUMELAGE_RETURN_IF_ERROR(CheckFormat(*format, options));
  } else {
    JUMELAGE_ASSIGN_OR_RETURN(format, MakeLog(options));
  }
  absl::StatusOr<Verified> verified = VerifyLog(options);
  if (!verified.ok()) return Describe(verified.status(), options);
  auto log = std::make_unique<SqliteLog>(options, std::move(lock), format->log_id,
                                         std::move(verified->head), verified->oldest);
  // Opening the log includes a recovery: the previous process may have ended between writing a
  // commit and syncing it.
  const absl::Status opened = log->Recover();
  if (!opened.ok()) return Describe(opened, options);
  return log;
}

}  // namespace jumelage
