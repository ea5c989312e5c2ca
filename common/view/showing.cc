#include "common/view/showing.h"

#include <algorithm>

#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// After this long without a change, the applied changes are shown.
constexpr absl::Duration kChangesExpected = absl::Milliseconds(20);

absl::Status LostTransaction() { return absl::UnavailableError("the view lost its transaction"); }

}  // namespace

bool Showing::Await(Revision revision) {
  asked_.fetch_add(1, std::memory_order_relaxed);
  if (shown() >= revision) return true;
  Revision wanted = wanted_.load(std::memory_order_relaxed);
  while (wanted < revision && !wanted_.compare_exchange_weak(wanted, revision)) {
  }
  if (on_wanted_) on_wanted_();
  MutexLock lock(&mu_);
  while (shown() < revision && !blocked_) changed_.Wait(&mu_);
  return shown() >= revision;
}

void Showing::SetBlocked(bool blocked) {
  MutexLock lock(&mu_);
  blocked_ = blocked;
  changed_.SignalAll();
}

void Showing::Reset(sqlite::Database* db, ViewPosition position) {
  db_ = db;
  SetPosition(std::move(position));
}

void Showing::SetPosition(ViewPosition position) {
  unshown_changes_ = 0;
  pending_ = applied_ = shown_ = std::move(position);
  MutexLock lock(&mu_);
  shown_revision_.store(shown_.revision, std::memory_order_release);
  changed_.SignalAll();
}

absl::Status Showing::Begin() {
  if (options_.others_append && unshown()) JUMELAGE_RETURN_IF_ERROR(Show());
  if (!unshown() && !db_->InTransaction()) {
    return db_->Run("BEGIN IMMEDIATE", {});
  }
  if (db_->InTransaction()) return absl::OkStatus();
  // SQLite has ended the transaction by itself, and its changes are gone.
  Undo();
  return LostTransaction();
}

void Showing::Applied(const store::v1::Commit& commit) {
  unshown_changes_ += std::max(1, commit.changes_size());
  pending_.revision = commit.revision();
  pending_.commit_id = commit.commit_id();
}

bool Showing::ReserveRoom() { return db_->ReserveWal().ok(); }

absl::Status Showing::Keep(bool late) {
  applied_ = pending_;
  return late ? absl::OkStatus() : CommitTransaction();
}

bool Showing::Undo() {
  // SQLite may have already ended the transaction.
  const bool undone = !db_->InTransaction() || db_->Exec("ROLLBACK").ok();
  SetPosition(shown_);
  return undone;
}

absl::Status Showing::Show() {
  if (!unshown() && !db_->InTransaction()) return absl::OkStatus();
  absl::Status shown = CommitTransaction();
  if (!shown.ok() && !Undo()) return absl::DataLossError(shown.message());
  return shown;
}

absl::Status Showing::CommitTransaction() {
  if (!db_->InTransaction()) return LostTransaction();
  JUMELAGE_RETURN_IF_ERROR(WritePosition());
  JUMELAGE_RETURN_IF_ERROR(db_->Run("COMMIT", {}));
  SetPosition(applied_);
  return absl::OkStatus();
}

absl::Status Showing::WritePosition() {
  if (applied_.revision == shown_.revision) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement update,
                            db_->Prepare("UPDATE view_state SET revision = ?, commit_id = ?"));
  return update.BindInt(1, applied_.revision).BindBlob(2, applied_.commit_id).Run();
}

bool Showing::DueAfterBatch() {
  const absl::Time now = options_.clock->Now();
  const int64_t asked = asked_.load(std::memory_order_relaxed);
  if (std::exchange(seen_asked_, asked) != asked) last_asked_ = now;
  return now - last_asked_ < options_.readers_expected || full() || wanted();
}

absl::Duration Showing::Patience() const {
  if (!unshown()) return absl::InfiniteDuration();
  return wanted() ? absl::ZeroDuration() : kChangesExpected;
}

}  // namespace jumelage
