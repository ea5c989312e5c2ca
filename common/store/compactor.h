#ifndef JUMELAGE_COMMON_STORE_COMPACTOR_H_
#define JUMELAGE_COMMON_STORE_COMPACTOR_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/log/log.h"

namespace jumelage {

// How long compaction keeps the revisions that a snapshot being read needs (W5). A snapshot that
// takes longer may have to start again.
inline constexpr absl::Duration kSnapshotPatience = absl::Minutes(10);
// The maximum number of commits that one step of a compaction removes. A write waits for at most
// one step.
inline constexpr int64_t kCommitsPerCompactionStep = 256;

// Revisions that must not be compacted yet, because callers that are still reading a snapshot will
// continue from them. Thread-safe. Must outlive its pins.
class HistoryPins {
 public:
  class Pin {
   public:
    Pin(HistoryPins* pins, Revision needed, absl::Time since)
        : pins_(pins), entry_(needed, since) {}
    ~Pin() { pins_->Release(entry_); }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;

   private:
    HistoryPins* const pins_;
    const std::pair<Revision, absl::Time> entry_;
  };

  // Keeps `needed` and all later revisions until the pin is destroyed, but for kSnapshotPatience at
  // most.
  std::unique_ptr<Pin> Add(Revision needed);
  // Returns the oldest revision that a pin keeps, or `otherwise` if that is older or no pin is in
  // effect.
  Revision Oldest(Revision otherwise) const;

 private:
  void Release(const std::pair<Revision, absl::Time>& entry);

  mutable Mutex mu_;
  std::multiset<std::pair<Revision, absl::Time>> pins_ ABSL_GUARDED_BY(mu_);
};

// The maximum number of waiting compactions. Further requests are refused immediately with
// OVERLOADED.
inline constexpr size_t kMaxWaitingCompactions = 16;

// A request to compact the commits before the revision `before`. If `before` is 0, this is a
// compaction by age (Compactor::AddAged).
struct Compaction {
  Revision before = 0;
  // Runs once: with OK when the compaction is done as far as HistoryPins and the log allow, or with
  // an error. Null for a compaction by age, which no caller requested.
  std::function<void(absl::Status)> done;
};

// Compacts history, a little at a time, between the writer's batches. `log` and `clock` must
// outlive the compactor. Thread-safe, except for Step.
class Compactor {
 public:
  // Commits older than `keep` are compacted automatically; if it is infinite, none are.
  Compactor(Log* log, Clock* clock, absl::Duration keep)
      : log_(*log), clock_(*clock), keep_(keep) {}

  HistoryPins& pins() { return pins_; }
  // Queues a request. Returns OVERLOADED if too many are waiting, and SHUTTING_DOWN after Close.
  absl::Status Add(Compaction compaction);
  // Queues a compaction of the commits that are older than `keep`. Called periodically. Has no
  // effect if `keep` is infinite, if any request is already waiting, or after Close.
  void AddAged();
  bool idle() const;
  // Removes and returns all waiting requests without carrying them out.
  std::deque<Compaction> TakeAll();
  // Like TakeAll, and refuses new requests from now on.
  std::deque<Compaction> Close();

  // Takes one step for the first waiting request, and removes and returns the requests that are
  // then complete. Has no effect if none is waiting. May return errors from the log. Call it on the
  // writer's thread only, between batches.
  absl::StatusOr<std::vector<Compaction>> Step();

 private:
  // Removes and returns the first waiting request and all others that have nothing left to do.
  std::vector<Compaction> TakeFinished();
  // Returns the revision before which a request to compact the commits before `before` can be
  // carried out now: the lowest of `before`, the log's head and the oldest pinned revision.
  Revision EndFor(Revision before) const;
  // Returns the first revision whose commit is not older than `keep`, or the log's head if all
  // commits in the log are older.
  absl::StatusOr<Revision> FirstToKeep() const;
  absl::StatusOr<absl::Time> TimeOf(Revision revision) const;

  Log& log_;
  Clock& clock_;
  const absl::Duration keep_;
  HistoryPins pins_;
  mutable Mutex mu_;
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Compaction> waiting_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_COMPACTOR_H_
