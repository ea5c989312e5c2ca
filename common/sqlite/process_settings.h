#ifndef JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_
#define JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_

namespace jumelage::sqlite {

// Applies SQLite's process-wide settings on the first call. Turns off memory statistics, which
// would take a lock for each allocation. Installs a page cache that keeps commits from becoming
// slower as the cache grows. Must be called before any other use of SQLite in the process;
// Database::Open calls it. Thread-safe.
void MakeProcessSettings();

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_PROCESS_SETTINGS_H_
