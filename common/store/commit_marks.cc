#include "common/store/commit_marks.h"

namespace jumelage {

void CommitMarks::Add(Revision revision, CommitMark mark) {
  Slot& slot = slots_[static_cast<size_t>(revision) % kKept];
  slot.revision = 0;
  slot.mark = mark;
  slot.revision = revision;
}

std::optional<CommitMark> CommitMarks::Find(Revision revision) const {
  if (revision <= 0) return std::nullopt;
  const Slot& slot = slots_[static_cast<size_t>(revision) % kKept];
  if (slot.revision != revision) return std::nullopt;
  const CommitMark mark = slot.mark;
  // If another commit has taken the slot meanwhile, `mark` may be that commit's.
  if (slot.revision != revision) return std::nullopt;
  return mark;
}

}  // namespace jumelage
