#include "common/view/view.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/sqlite/files.h"

namespace jumelage {
namespace {

// A byte that can't occur in a principal, a method or an id.
constexpr char kSeparator = '\x1f';
constexpr int kPrunedAtOnce = 64;

std::string RequestKey(absl::string_view principal, absl::string_view method,
                       absl::string_view id) {
  return absl::StrCat(id, std::string(1, kSeparator), method, std::string(1, kSeparator),
                      principal);
}

std::string KernelBootId() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

// Reads the file VIEW beside view.db. It has one line: "open BOOT_ID" while a process has the view
// open, "clean" if the last process left the view complete, or "suspect" if the view must be
// rebuilt.
std::string ReadMark(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

absl::Status WriteMark(const std::string& path, const std::string& line) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return absl::UnavailableError(absl::StrCat("can't write VIEW: ", strerror(errno)));
  const std::string text = line + "\n";
  const bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  close(fd);
  return written ? absl::OkStatus() : absl::UnavailableError("can't write VIEW");
}

}  // namespace

absl::Status View::Batch::Keep() {
  view_->batches_.fetch_add(1, std::memory_order_relaxed);
  JUMELAGE_RETURN_IF_ERROR(view_->showing_.Keep(late_));
  ended_ = true;
  return absl::OkStatus();
}

void View::Batch::Undo() {
  ended_ = true;
  view_->UndoBatch();
}

absl::StatusOr<std::unique_ptr<View>> View::Open(const ViewOptions& options, const Log& log) {
  ViewOptions adjusted = options;
  adjusted.showing.others_append = log.others_append();
  std::unique_ptr<View> view(new View(adjusted));
  view->boot_id_ = options.boot_id.empty() ? KernelBootId() : options.boot_id;
  JUMELAGE_RETURN_IF_ERROR(view->OpenOrMake(log));
  JUMELAGE_RETURN_IF_ERROR(view->CatchUp(log));
  return view;
}

View::~View() {
  {
    MutexLock lock(&maintain_mu_);
    maintain_db_.reset();
  }
  if (db_ == nullptr) return;
  const bool whole = !suspect() && Show().ok() && MakeDurable().ok();
  db_.reset();
  if (whole) WriteMark(options_.data_dir + "/VIEW", "clean").IgnoreError();
  if (suspect()) WriteMark(options_.data_dir + "/VIEW", "suspect").IgnoreError();
}

// Syncs the database, and also the WAL, since a power failure may bring the WAL back even though it
// was deleted. A checkpoint with nothing left to move syncs neither file, so this first writes
// something to move: the user version, which nothing else uses. Setting it writes a page even if
// the value stays the same.
absl::Status View::MakeDurable() {
  JUMELAGE_RETURN_IF_ERROR(db_->Exec("PRAGMA synchronous = FULL"));
  JUMELAGE_RETURN_IF_ERROR(db_->Exec("PRAGMA user_version = 1"));
  return db_->Checkpoint(/*truncate=*/true).status();
}

std::string View::Path() const { return options_.data_dir + "/view.db"; }

sqlite::OpenOptions View::WriterOptions() const {
  sqlite::OpenOptions options = DatabaseOptions();
  options.cache_kib = kViewWriterCacheBytes / 1024;
  return options;
}

sqlite::OpenOptions View::DatabaseOptions() const {
  sqlite::OpenOptions options;
  options.synchronous = sqlite::Synchronous::kOff;
  options.vfs = options_.vfs;
  options.page_size = kPageSize;
  options.wal_autocheckpoint_pages = 0;  // Maintain makes them, off the commit path
  return options;
}

absl::Status View::RemoveFiles() {
  db_.reset();
  for (const char* suffix : {"", "-wal", "-shm"}) {
    JUMELAGE_RETURN_IF_ERROR(sqlite::DeleteFile(Path() + suffix, options_.vfs));
  }
  return absl::OkStatus();
}

absl::Status View::OpenOrMake(const Log& log) {
  const std::string mark_path = options_.data_dir + "/VIEW";
  const std::string mark = ReadMark(mark_path);
  if (mark == "clean" || mark == "open " + boot_id_) {
    JUMELAGE_RETURN_IF_ERROR(WriteMark(mark_path, "open " + boot_id_));
    auto opened = sqlite::Database::Open(Path(), WriterOptions());
    if (opened.ok()) {
      db_ = *std::move(opened);
      const absl::StatusOr<bool> usable = Usable(log);
      if (usable.ok() && *usable) return absl::OkStatus();
    }
  }
  return Make(log);
}

absl::StatusOr<bool> View::Usable(const Log& log) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db_->Prepare("SELECT log_id, schema_version, revision, commit_id FROM view_state"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
  if (!row || select.ColumnText(0) != log.log_id() ||
      select.ColumnInt(1) != options_.schema->Version() || select.ColumnInt(2) > log.head()) {
    return false;
  }
  const ViewPosition position{select.ColumnInt(2), std::string(select.ColumnBlob(3))};
  showing_.Reset(db_.get(), position);
  if (position.revision == 0) return true;
  if (position.revision < log.oldest()) return false;
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> commits,
                            log.Read(position.revision - 1, {/*max_commits=*/1, /*max_bytes=*/1}));
  return commits.size() == 1 && commits[0].commit_id() == position.commit_id;
}

absl::Status View::Make(const Log& log) {
  // The view stays suspect and blocked until it is rebuilt: the remains of a failed attempt must
  // not be taken for a complete view, and readers should not wait for it.
  Distrust();
  showing_.Block();
  MutexLock lock(&files_mu_);
  JUMELAGE_RETURN_IF_ERROR(RemoveFiles());
  JUMELAGE_RETURN_IF_ERROR(WriteMark(options_.data_dir + "/VIEW", "open " + boot_id_));
  JUMELAGE_ASSIGN_OR_RETURN(db_, sqlite::Database::Open(Path(), WriterOptions()));
  JUMELAGE_RETURN_IF_ERROR(db_->Exec("BEGIN IMMEDIATE"));
  JUMELAGE_RETURN_IF_ERROR(db_->Exec(options_.schema->Ddl()));
  JUMELAGE_RETURN_IF_ERROR(db_->Run("INSERT INTO view_state VALUES(1, ?, ?, 0, x'')",
                                    {log.log_id(), options_.schema->Version()}));
  JUMELAGE_RETURN_IF_ERROR(db_->Exec("COMMIT"));
  showing_.Reset(db_.get(), {});
  suspect_.store(false, std::memory_order_release);
  generation_.fetch_add(1, std::memory_order_acq_rel);
  return absl::OkStatus();
}

absl::Status View::CatchUp(const Log& log) {
  absl::Status replayed = absl::DataLossError("the view is suspect");
  if (!suspect() && db_ != nullptr) replayed = ReplayTo(log.head(), log);
  // Damage is repaired by rebuilding the view. A full disk or an interrupted read is not damage.
  if (absl::IsDataLoss(replayed) || absl::IsInternal(replayed)) {
    JUMELAGE_RETURN_IF_ERROR(Make(log));
    replayed = ReplayTo(log.head(), log);
  }
  if (replayed.ok()) showing_.Unblock();
  return replayed;
}

// Loads the state before the oldest kept commit. May be repeated after an interruption, since it
// then only overwrites the rows that are already there with the same content.
absl::Status View::LoadBase(const Log& log) {
  // Another appender may compact the log meanwhile. The rows read are then a mixture of states.
  const Revision oldest = log.oldest();
  std::string last;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> rows,
                              log.ReadBase(last, ReadLimits()));
    if (rows.empty()) break;
    JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<Batch> batch, Begin());
    for (const store::v1::Commit& row : rows) {
      JUMELAGE_RETURN_IF_ERROR(ApplyChange(row.revision(), row.changes(0), {}).status());
    }
    JUMELAGE_RETURN_IF_ERROR(batch->Keep());
    ShortenWal();
    last = rows.back().changes(0).name();
  }
  const absl::StatusOr<std::vector<store::v1::Commit>> first =
      log.Read(oldest - 1, {/*max_commits=*/1, /*max_bytes=*/1});
  if (absl::IsOutOfRange(first.status())) {
    return absl::DataLossError("the log was compacted while its base was read");
  }
  JUMELAGE_RETURN_IF_ERROR(first.status());
  if (first->empty()) return absl::DataLossError("the log ends before its head");
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<Batch> batch, Begin());
  store::v1::Commit position;
  position.set_revision(oldest - 1);
  position.set_commit_id(first->front().previous_commit_id());
  JUMELAGE_RETURN_IF_ERROR(FinishCommit(position));
  return batch->Keep();
}

absl::Status View::ReplayTo(Revision last, const Log& log) {
  if (applied() + 1 < log.oldest()) {
    if (applied() > 0) return absl::DataLossError("the commits that the view lacks are gone");
    JUMELAGE_RETURN_IF_ERROR(LoadBase(log));
  }
  while (applied() < last) {
    ReadLimits limits;
    limits.max_commits = std::min(limits.max_commits, last - applied());
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> commits,
                              log.Read(applied(), limits));
    if (commits.empty()) return absl::DataLossError("the log ends before its head");
    JUMELAGE_RETURN_IF_ERROR(ReplayBatch(commits));
  }
  return Show();
}

absl::Status View::ReplayBatch(const std::vector<store::v1::Commit>& commits) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<Batch> batch, Begin());
  JUMELAGE_RETURN_IF_ERROR(ApplyCommits(commits));
  batch->ShowLate();
  JUMELAGE_RETURN_IF_ERROR(batch->Keep());
  if (showing_.unshown() && !showing_.full()) return absl::OkStatus();
  return Show();
}

absl::Status View::ApplyCommits(absl::Span<const store::v1::Commit> commits) {
  for (const store::v1::Commit& commit : commits) {
    for (const store::v1::Change& change : commit.changes()) {
      JUMELAGE_RETURN_IF_ERROR(ApplyChange(commit.revision(), change, {}).status());
    }
    JUMELAGE_RETURN_IF_ERROR(FinishCommit(commit));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<View::Batch>> View::Begin() {
  if (showing_.others_append() && showing_.unshown()) JUMELAGE_RETURN_IF_ERROR(Show());
  JUMELAGE_RETURN_IF_ERROR(showing_.Begin());
  return std::make_unique<Batch>(this);
}

absl::Status View::Redo(const Log& log, absl::Span<const store::v1::Commit> commits) {
  const Revision begun = applied();
  UndoBatch();
  JUMELAGE_RETURN_IF_ERROR(ReplayTo(begun, log));
  JUMELAGE_RETURN_IF_ERROR(showing_.Begin());
  return ApplyCommits(commits);
}

absl::Status View::Show() {
  const absl::Status shown = showing_.Show();
  if (shown.ok()) {
    ShortenWal();
  } else if (absl::IsDataLoss(shown)) {
    Distrust();
  }
  return shown;
}

void View::UndoBatch() {
  if (!showing_.Undo()) Distrust();
}

absl::StatusOr<Revision> View::ApplyChange(Revision revision, const store::v1::Change& change,
                                           const KnownStates& known) {
  const TableBase* table = options_.schema->TableOf(change.name());
  if (table == nullptr) {
    return absl::DataLossError(absl::StrCat("no table holds resources like ", change.name()));
  }
  return table->Apply(*db_, revision, change, known);
}

absl::Status View::FinishCommit(const store::v1::Commit& commit) {
  if (!commit.request_id().empty()) {
    JUMELAGE_RETURN_IF_ERROR(db_->Run(
        "INSERT OR REPLACE INTO requests(revision, key, fingerprint, time_us) VALUES(?, ?, ?, ?)",
        {commit.revision(), RequestKey(commit.principal(), commit.method(), commit.request_id()),
         static_cast<int64_t>(commit.request_fingerprint()),
         absl::ToUnixMicros(CommitTime(commit))}));
  }
  showing_.Applied(commit);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<RecordedRequest>> View::FindRequest(absl::string_view principal,
                                                                 absl::string_view method,
                                                                 absl::string_view request_id) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db_->Prepare("SELECT revision, fingerprint, time_us FROM requests WHERE key = ?"));
  const std::string key = RequestKey(principal, method, request_id);
  select.BindText(1, key);
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
  if (!row) return std::nullopt;
  return RecordedRequest{select.ColumnInt(0), static_cast<uint64_t>(select.ColumnInt(1)),
                         absl::FromUnixMicros(select.ColumnInt(2))};
}

absl::Status View::PruneRequests(absl::Time cutoff) {
  // Commit times never decrease, so the lowest revisions are the oldest.
  return db_->Run(
      "DELETE FROM requests WHERE time_us < ?1 AND revision IN "
      "(SELECT revision FROM requests ORDER BY revision LIMIT ?2)",
      {absl::ToUnixMicros(cutoff), static_cast<int64_t>(kPrunedAtOnce)});
}

absl::Status View::Maintain() {
  MutexLock lock(&maintain_mu_);
  const int64_t frames = wal_frames_.load(std::memory_order_relaxed);
  const int64_t batches = batches_.load(std::memory_order_relaxed);
  const bool quiet = batches == std::exchange(seen_batches_, batches);
  const bool begun_anew = frames < moved_frames_;
  if (!quiet && !begun_anew && frames - moved_frames_ < max_wal_frames_ / 2)
    return absl::OkStatus();
  if (maintain_db_ == nullptr || maintain_generation_ != generation()) {
    maintain_generation_ = generation();
    sqlite::OpenOptions options = DatabaseOptions();
    options.create = false;
    MutexLock files_lock(&files_mu_);
    JUMELAGE_ASSIGN_OR_RETURN(maintain_db_, sqlite::Database::Open(Path(), options));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t left, maintain_db_->Checkpoint(false));
  moved_frames_ = maintain_db_->wal_frames() - left;
  return absl::OkStatus();
}

void View::ShortenWal() {
  const int64_t frames = db_->wal_frames();
  wal_frames_.store(frames, std::memory_order_relaxed);
  if (frames < wal_frames_due_) return;
  const absl::StatusOr<int64_t> left = db_->Checkpoint(false);
  // Readers that keep the WAL in use will do so for a while, so the next attempt is made later.
  const bool moved = left.ok() && *left == 0;
  wal_frames_due_ = moved ? max_wal_frames_ : frames + max_wal_frames_ / 16;
}

absl::Status View::Scrub() {
  JUMELAGE_RETURN_IF_ERROR(Show());
  JUMELAGE_RETURN_IF_ERROR(db_->Vacuum());
  return db_->Checkpoint(/*truncate=*/true).status();
}

absl::StatusOr<std::unique_ptr<sqlite::Database>> View::OpenReader() const {
  sqlite::OpenOptions options = DatabaseOptions();
  options.read_only = true;
  options.create = false;
  MutexLock lock(&files_mu_);
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<sqlite::Database> reader,
                            sqlite::Database::Open(Path(), options));
  // SQLite opens the WAL with the first read, which must happen while `files_mu_` is held.
  JUMELAGE_RETURN_IF_ERROR(AppliedIn(*reader).status());
  return reader;
}

absl::StatusOr<Revision> View::AppliedIn(sqlite::Database& reader) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                            reader.Prepare("SELECT revision FROM view_state"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
  if (!row) return absl::DataLossError("the view has no state");
  return select.ColumnInt(0);
}

}  // namespace jumelage
