#include "common/store/compactor.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace jumelage {

std::unique_ptr<HistoryPins::Pin> HistoryPins::Add(Revision needed) {
  // Uses real time, whatever clock the store has: the pin limits how long a caller's snapshot may
  // take.
  const absl::Time now = Clock::Real()->Now();
  MutexLock lock(&mu_);
  pins_.emplace(needed, now);
  return std::make_unique<Pin>(this, needed, now);
}

Revision HistoryPins::Oldest(Revision otherwise) const {
  const absl::Time since = Clock::Real()->Now() - kSnapshotPatience;
  MutexLock lock(&mu_);
  for (const auto& [needed, begun] : pins_) {
    if (needed >= otherwise) break;
    if (begun > since) return needed;
  }
  return otherwise;
}

void HistoryPins::Release(const std::pair<Revision, absl::Time>& entry) {
  MutexLock lock(&mu_);
  pins_.erase(pins_.find(entry));
}

absl::Status Compactor::Add(Compaction compaction) {
  MutexLock lock(&mu_);
  if (closed_) return ShuttingDownError();
  if (waiting_.size() >= kMaxWaitingCompactions) {
    return OverloadedError("compactions", absl::Seconds(1));
  }
  waiting_.push_back(std::move(compaction));
  return absl::OkStatus();
}

void Compactor::AddAged() {
  if (keep_ == absl::InfiniteDuration()) return;
  MutexLock lock(&mu_);
  if (waiting_.empty() && !closed_) waiting_.emplace_back();
}

bool Compactor::idle() const {
  MutexLock lock(&mu_);
  return waiting_.empty();
}

std::deque<Compaction> Compactor::TakeAll() {
  MutexLock lock(&mu_);
  return std::exchange(waiting_, {});
}

std::deque<Compaction> Compactor::Close() {
  MutexLock lock(&mu_);
  closed_ = true;
  return std::exchange(waiting_, {});
}

absl::StatusOr<std::vector<Compaction>> Compactor::Step() {
  Revision before = 0;
  {
    MutexLock lock(&mu_);
    if (waiting_.empty()) return std::vector<Compaction>();
    before = waiting_.front().before;
  }
  // Without a revision, the compaction is by age.
  if (before == 0) {
    JUMELAGE_ASSIGN_OR_RETURN(before, FirstToKeep());
  }
  before = EndFor(before);
  JUMELAGE_RETURN_IF_ERROR(log_.Compact(before, kCommitsPerCompactionStep));
  if (log_.oldest() < before) return std::vector<Compaction>();
  return TakeFinished();
}

Revision Compactor::EndFor(Revision before) const {
  return pins_.Oldest(std::min(before, log_.head()));
}

std::vector<Compaction> Compactor::TakeFinished() {
  std::vector<Compaction> finished;
  std::vector<Compaction> unfinished;
  for (Compaction& compaction : TakeAll()) {
    const bool done =
        finished.empty() || (compaction.before > 0 && EndFor(compaction.before) <= log_.oldest());
    (done ? finished : unfinished).push_back(std::move(compaction));
  }
  MutexLock lock(&mu_);
  waiting_.insert(waiting_.begin(), std::make_move_iterator(unfinished.begin()),
                  std::make_move_iterator(unfinished.end()));
  return finished;
}

absl::StatusOr<absl::Time> Compactor::TimeOf(Revision revision) const {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> commits,
                            log_.Read(revision - 1, {/*max_commits=*/1, /*max_bytes=*/1}));
  if (commits.empty()) return absl::InfiniteFuture();
  return CommitTime(commits.front());
}

absl::StatusOr<Revision> Compactor::FirstToKeep() const {
  const absl::Time cutoff = clock_.Now() - keep_;
  Revision first = log_.oldest();
  Revision end = log_.head();
  // The usual case: nothing is due.
  absl::StatusOr<absl::Time> time = TimeOf(first);
  if (time.ok() && *time >= cutoff) return first;
  while (first < end) {
    const Revision middle = first + (end - first) / 2;
    time = TimeOf(middle);
    // Another appender has already compacted this far.
    if (absl::IsOutOfRange(time.status())) return log_.oldest();
    JUMELAGE_RETURN_IF_ERROR(time.status());
    if (*time < cutoff) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}

}  // namespace jumelage
