#ifndef JUMELAGE_COMMON_TESTING_FAULT_LOCKS_H_
#define JUMELAGE_COMMON_TESTING_FAULT_LOCKS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

// The state that SQLite connections in one process share: locks and shared memory. It is kept on
// the heap and guarded by the FaultVfs. A `holder` is an open file.
namespace jumelage {

// The locks of a database file, with SQLite's five levels.
class FileLocks {
 public:
  // Returns SQLITE_OK or SQLITE_BUSY.
  int Lock(const void* holder, int level);
  // Lowers the lock to SHARED or NONE.
  void Unlock(const void* holder, int level);
  // Whether any holder has RESERVED or more.
  bool IsReserved() const;

 private:
  std::map<const void*, int> levels_;
};

// The wal-index: regions of memory, with their own locks.
class SharedMemory {
 public:
  // Returns the region, or null if it is missing and `make` is false. A region lives as long as
  // this object and never moves.
  volatile void* Region(size_t index, size_t bytes, bool make);
  // `flags` are those of sqlite3_io_methods.xShmLock. Returns SQLITE_OK or SQLITE_BUSY.
  int Lock(const void* holder, int offset, int count, int flags);
  // Releases all locks of `holder`.
  void Release(const void* holder);

 private:
  struct Held {
    unsigned shared = 0;
    unsigned exclusive = 0;
  };
  std::vector<std::unique_ptr<char[]>> regions_;
  std::map<const void*, Held> held_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAULT_LOCKS_H_
