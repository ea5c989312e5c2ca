#ifndef JUMELAGE_COMMON_STORE_COMMIT_MARKS_H_
#define JUMELAGE_COMMON_STORE_COMMIT_MARKS_H_

#include <array>
#include <atomic>
#include <optional>

#include "common/log/log.h"
#include "common/log/position.h"

namespace jumelage {

// The marks of the latest commits, in memory: nearly every answer states the position of one of
// them. Thread-safe.
class CommitMarks {
 public:
  // How many marks are kept.
  static constexpr size_t kKept = 4096;

  // Adds the mark of the commit with `revision`. Forgets that of the commit kKept before it. Called
  // by one thread at a time.
  void Add(Revision revision, CommitMark mark);
  // Returns nullopt if the mark is not kept.
  std::optional<CommitMark> Find(Revision revision) const;

 private:
  // While `mark` changes, `revision` is 0.
  struct Slot {
    std::atomic<Revision> revision{0};
    std::atomic<CommitMark> mark{0};
  };
  std::array<Slot, kKept> slots_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_COMMIT_MARKS_H_
