#include "common/store/read_pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "sqlite3.h"

namespace jumelage {
namespace {

// The maximum number of reads that one snapshot serves, and the age at which it serves no more.
constexpr int kMaxReadsAtOnce = 16;
constexpr absl::Duration kMaxSnapshotAge = absl::Milliseconds(20);

bool IsDamage(int extended_code) {
  const int code = extended_code & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

}  // namespace

ReadPool::ReadPool(View* view, Publication* publication, const ResourceCache* cache, int threads,
                   int max_waiting)
    : view_(view), publication_(publication), cache_(*cache), max_waiting_(max_waiting) {
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
  waiting_.push_back({std::move(read), added_reads_++});
  added_.Signal();
  return true;
}

bool ReadPool::Take(Read* read, int64_t* added) {
  MutexLock lock(&mu_);
  while (waiting_.empty() && !stopping_) added_.Wait(&mu_);
  if (waiting_.empty()) return false;
  *read = std::move(waiting_.front().read);
  waiting_.pop_front();
  *added = added_reads_;
  return true;
}

bool ReadPool::TakeNext(int64_t added, Read* read) {
  MutexLock lock(&mu_);
  // A read that was added later may need a state that was written after the snapshot (G3).
  if (waiting_.empty() || waiting_.front().before >= added) return false;
  *read = std::move(waiting_.front().read);
  waiting_.pop_front();
  return true;
}

void ReadPool::Loop() {
  Connection connection;
  Read read;
  int64_t added = 0;
  while (Take(&read, &added)) Run(connection, std::exchange(read, nullptr), added);
}

void ReadPool::Run(Connection& connection, Read read, int64_t added) {
  const absl::StatusOr<Snapshot> snapshot = Begin(connection);
  if (!snapshot.ok()) {
    if (absl::IsDataLoss(snapshot.status()) && connection.generation == view_->generation()) {
      view_->Distrust();
    }
    // The view may be about to be rebuilt: open it again for the next read.
    connection.db.reset();
    return read(StorageUnavailableError());
  }
  const absl::Time end = Clock::Real()->Now() + kMaxSnapshotAge;
  int count = 0;
  do {
    read(*snapshot);
    // If the view has been rebuilt since, only the old one is damaged.
    if (IsDamage(connection.db->LastError()) && connection.generation == view_->generation()) {
      view_->Distrust();
      break;
    }
  } while (++count < kMaxReadsAtOnce && Clock::Real()->Now() < end && TakeNext(added, &read));
  if (!connection.db->Run("COMMIT", {}).ok()) connection.db.reset();
}

absl::StatusOr<Snapshot> ReadPool::Begin(Connection& connection) {
  const Revision published = publication_->revision();
  // A view that is being rebuilt, or cannot grow on a full disk, may lack changes whose callers
  // already have their answers (G3).
  absl::Status behind = absl::UnavailableError("the view is behind");
  if (!view_->showing().Await(published)) return behind;
  const int64_t generation = view_->generation();
  if (connection.db == nullptr || connection.generation != generation) {
    connection.generation = generation;
    JUMELAGE_ASSIGN_OR_RETURN(connection.db, view_->OpenReader());
  }
  const int64_t outdatings = cache_.outdatings();
  JUMELAGE_RETURN_IF_ERROR(connection.db->Run("BEGIN", {}));
  JUMELAGE_ASSIGN_OR_RETURN(const Revision revision, View::AppliedIn(*connection.db));
  if (revision < published) return behind;
  if (!publication_->Await(revision)) return behind;
  return Snapshot{*connection.db, revision, outdatings};
}

}  // namespace jumelage
