#include "common/testing/fault_locks.h"

#include <algorithm>

#include "sqlite3.h"

namespace jumelage {
namespace {

// The level between RESERVED and EXCLUSIVE: the holder waits for readers to finish, and no new ones
// are admitted. sqlite3.h describes it at xLock.
constexpr int kPending = SQLITE_LOCK_PENDING;

}  // namespace

int FileLocks::Lock(const void* holder, int level) {
  const auto mine = levels_.find(holder);
  const int own = mine == levels_.end() ? SQLITE_LOCK_NONE : mine->second;
  if (own >= level) return SQLITE_OK;
  int others = SQLITE_LOCK_NONE;
  for (const auto& [other, held] : levels_) {
    if (other != holder) others = std::max(others, held);
  }
  if (level == SQLITE_LOCK_SHARED) {
    if (others >= kPending) return SQLITE_BUSY;
  } else if (others >= SQLITE_LOCK_RESERVED) {
    return SQLITE_BUSY;
  } else if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
    levels_[holder] = kPending;
    return SQLITE_BUSY;
  }
  levels_[holder] = level;
  return SQLITE_OK;
}

void FileLocks::Unlock(const void* holder, int level) {
  if (level == SQLITE_LOCK_NONE) {
    levels_.erase(holder);
    return;
  }
  const auto mine = levels_.find(holder);
  if (mine != levels_.end()) mine->second = std::min(mine->second, level);
}

bool FileLocks::IsReserved() const {
  return std::any_of(levels_.begin(), levels_.end(),
                     [](const auto& held) { return held.second >= SQLITE_LOCK_RESERVED; });
}

volatile void* SharedMemory::Region(size_t index, size_t bytes, bool make) {
  if (index >= regions_.size() && !make) return nullptr;
  while (regions_.size() <= index) regions_.push_back(std::make_unique<char[]>(bytes));
  return regions_[index].get();
}

int SharedMemory::Lock(const void* holder, int offset, int count, int flags) {
  const unsigned mask = ((1u << count) - 1u) << offset;
  Held& mine = held_[holder];
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    mine.shared &= ~mask;
    mine.exclusive &= ~mask;
    return SQLITE_OK;
  }
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (const auto& [other, held] : held_) {
    if (other == holder) continue;
    if ((held.exclusive & mask) != 0) return SQLITE_BUSY;
    if (exclusive && (held.shared & mask) != 0) return SQLITE_BUSY;
  }
  (exclusive ? mine.exclusive : mine.shared) |= mask;
  return SQLITE_OK;
}

void SharedMemory::Release(const void* holder) { held_.erase(holder); }

}  // namespace jumelage
