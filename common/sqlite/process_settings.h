#ifndef JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_
#define JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_

namespace jumelage::sqlite {

// Sets what SQLite has for the whole process, the first time it is called: no statistics of memory,
// which would put a lock around each allocation, and a page cache whose commits do not take longer
// the more it holds. Must come before all else that is asked of SQLite in the process; opening a
// Database does it. Thread-safe.
void MakeProcessSettings();

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_
