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

// How long compaction waits for a snapshot that is being read (W5). A snapshot that takes longer
// may have to start again.
inline constexpr absl::Duration kSnapshotPatience = absl::Minutes(10);
// The most commits that one step of a compaction takes. A write waits for one step at most.
inline constexpr int64_t kCommitsPerCompactionStep = 256;

// Revisions from which reads are about to start. Thread-safe. Outlives its pins.
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

  // Keeps `needed` and all later revisions, for kSnapshotPatience at most.
  std::unique_ptr<Pin> Add(Revision needed);
  // The oldest revision that is needed, or `otherwise` if that is older.
  Revision Oldest(Revision otherwise) const;

 private:
  void Release(const std::pair<Revision, absl::Time>& entry);

  mutable Mutex mu_;
  std::multiset<std::pair<Revision, absl::Time>> pins_ ABSL_GUARDED_BY(mu_);
};

// How many requests may wait. More are refused immediately with RESOURCE_EXHAUSTED.
inline constexpr size_t kMaxWaitingCompactions = 16;

// A request to compact the commits before `before`.
struct Compaction {
  Revision before = 0;
  // Runs once: with OK when the compaction is done as far as running snapshots allow, or with an
  // error. Null for a compaction by age, which no caller requested.
  std::function<void(absl::Status)> done;
};

// Compacts history, a little at a time, between the writer's batches. `log` and `clock` outlive
// this. Thread-safe, except for Step.
class Compactor {
 public:
  // Commits older than `keep` are compacted automatically; if it is infinite, none are.
  Compactor(Log* log, Clock* clock, absl::Duration keep)
      : log_(*log), clock_(*clock), keep_(keep) {}

  HistoryPins& pins() { return pins_; }
  // OVERLOADED when too many wait, SHUTTING_DOWN after Close.
  absl::Status Add(Compaction compaction);
  // Adds the compaction of commits that are too old. Called periodically.
  void AddAged();
  bool idle() const;
  // Removes and returns all waiting requests, which will not be done.
  std::deque<Compaction> TakeAll();
  // The same, and refuses new ones.
  std::deque<Compaction> Close();

  // Takes one step and returns the compactions that ended with it. Errors are the log's. The
  // writer's thread only, between batches.
  absl::StatusOr<std::vector<Compaction>> Step();

 private:
  // Removes the first waiting request and all others that have nothing left to do.
  std::vector<Compaction> TakeFinished();
  // How far a request to compact the commits before `before` can go for now.
  Revision EndFor(Revision before) const;
  // The first revision that is not older than `keep`.
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
