#ifndef JUMELAGE_COMMON_TESTING_FAULT_LOCKS_H_
#define JUMELAGE_COMMON_TESTING_FAULT_LOCKS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

// What connections of one process share in SQLite, kept on the heap for the FaultVfs, which guards
// it. `holder` stands for one open file each time.
namespace jumelage {

// The five locking levels of a database file.
class FileLocks {
 public:
  // SQLITE_OK or SQLITE_BUSY.
  int Lock(const void* holder, int level);
  // Down to SHARED or NONE.
  void Unlock(const void* holder, int level);
  // Whether anybody has RESERVED or more.
  bool IsReserved() const;

 private:
  std::map<const void*, int> levels_;
};

// The wal-index: memory in regions, and locks of its own.
class SharedMemory {
 public:
  // The region, or null when it is missing and not to be made. A region lives as long as this
  // object and never moves.
  volatile void* Region(size_t index, size_t bytes, bool make);
  // `flags` are those of sqlite3_io_methods.xShmLock. SQLITE_OK or SQLITE_BUSY.
  int Lock(const void* holder, int offset, int count, int flags);
  // Takes all that `holder` has.
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
