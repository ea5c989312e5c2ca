#include "common/store/read_pool.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "sqlite3.h"

namespace jumelage {
namespace {

bool IsDamage(int extended_code) {
  const int code = extended_code & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

}  // namespace

ReadPool::ReadPool(View* view, Publication* publication, int threads, int max_waiting)
    : view_(view), publication_(publication), max_waiting_(max_waiting) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

ReadPool::~ReadPool() { Stop(); }

void ReadPool::Stop() {
  {
    MutexLock lock(&mu_);
    stopping_ = true;
    added_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool ReadPool::Add(Read read) {
  MutexLock lock(&mu_);
  if (stopping_ || static_cast<int>(waiting_.size()) >= max_waiting_) return false;
  waiting_.push_back(std::move(read));
  added_.Signal();
  return true;
}

void ReadPool::Loop() {
  Connection connection;
  for (;;) {
    Read read;
    {
      MutexLock lock(&mu_);
      while (waiting_.empty() && !stopping_) added_.Wait(&mu_);
      if (waiting_.empty()) return;
      read = std::move(waiting_.front());
      waiting_.pop_front();
    }
    RunOne(connection, read);
  }
}

void ReadPool::RunOne(Connection& connection, const Read& read) {
  absl::StatusOr<Snapshot> snapshot = Begin(connection);
  if (!snapshot.ok()) {
    if (absl::IsDataLoss(snapshot.status()) && connection.generation == view_->generation()) {
      view_->Distrust();
    }
    // The view may be about to be made anew: start over with the next read.
    connection.db.reset();
    read(StorageUnavailableError());
    return;
  }
  read(*snapshot);
  // Unless it was made anew meanwhile, and this was the old one.
  if (IsDamage(connection.db->LastError()) && connection.generation == view_->generation()) {
    view_->Distrust();
  }
  if (!connection.db->Exec("COMMIT").ok()) connection.db.reset();
}

absl::StatusOr<Snapshot> ReadPool::Begin(Connection& connection) {
  const int64_t generation = view_->generation();
  if (connection.db == nullptr || connection.generation != generation) {
    JUMELAGE_ASSIGN_OR_RETURN(connection.db, view_->OpenReader());
    connection.generation = generation;
  }
  const Revision published = publication_->revision();
  JUMELAGE_RETURN_IF_ERROR(connection.db->Exec("BEGIN"));
  JUMELAGE_ASSIGN_OR_RETURN(const Revision revision, View::AppliedIn(*connection.db));
  // A view that is being made anew has not come to where it was (G3).
  if (revision < published) return absl::UnavailableError("the view is being made anew");
  publication_->Await(revision);
  return Snapshot{*connection.db, revision};
}

}  // namespace jumelage
