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

// How long history waits for a snapshot that is being read (W5): one that takes longer may have to
// begin again.
inline constexpr absl::Duration kSnapshotPatience = absl::Minutes(10);
// The commits that one step of a compaction takes: what a write waits for at most.
inline constexpr int64_t kCommitsPerCompactionStep = 256;

// Revisions that somebody is going to read from. Thread-safe; outlives its pins.
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

  // Keeps `needed` and what comes after it, for kSnapshotPatience at most.
  std::unique_ptr<Pin> Add(Revision needed);
  // The oldest revision that is needed, or `otherwise` if that is older.
  Revision Oldest(Revision otherwise) const;

 private:
  void Release(const std::pair<Revision, absl::Time>& entry);

  mutable Mutex mu_;
  std::multiset<std::pair<Revision, absl::Time>> pins_ ABSL_GUARDED_BY(mu_);
};

// The wishes that wait; more are refused with RESOURCE_EXHAUSTED at once.
inline constexpr size_t kMaxWaitingCompactions = 16;

// A wish that commits before `before` be compacted.
struct Compaction {
  Revision before = 0;
  // Runs once, when it was done as far as running snapshots allow, or with what went wrong. Null:
  // nobody asked, it is history's age.
  std::function<void(absl::Status)> done;
};

// Compacts history, a little at a time between the batches of the writer. `log` and `clock` outlive
// it. Thread-safe, but for Step.
class Compactor {
 public:
  // What is older than `keep` goes by itself; infinite: nothing does.
  Compactor(Log* log, Clock* clock, absl::Duration keep)
      : log_(*log), clock_(*clock), keep_(keep) {}

  HistoryPins& pins() { return pins_; }
  // OVERLOADED when too many wait, SHUTTING_DOWN after Close.
  absl::Status Add(Compaction compaction);
  // Adds what has become due by its age; to be called now and then.
  void AddAged();
  bool idle() const;
  // All that waits, which will not be done.
  std::deque<Compaction> TakeAll();
  // The same, and takes no more.
  std::deque<Compaction> Close();

  // By the writer, between batches: takes a step. Gives the compactions that came to their end with
  // it; an error is the log's.
  absl::StatusOr<std::vector<Compaction>> Step();

 private:
  // Takes the first that waits, and all that have nothing left to do.
  std::vector<Compaction> TakeFinished();
  // Where a wish that commits before `before` be compacted ends for now.
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
