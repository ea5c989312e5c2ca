#ifndef JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_
#define JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_

namespace jumelage::sqlite {

// Applies SQLite's settings for the complete process, on the first call. It turns off memory
// statistics, which would put a lock around each allocation, and installs a page cache whose
// commits do not take longer the more it holds. Must be called before any other use of SQLite in
// the process; opening a Database does so. Thread-safe.
void MakeProcessSettings();

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_
