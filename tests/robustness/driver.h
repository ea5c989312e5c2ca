#ifndef JUMELAGE_TESTS_ROBUSTNESS_DRIVER_H_
#define JUMELAGE_TESTS_ROBUSTNESS_DRIVER_H_

#include <cstdint>
#include <map>
#include <string>

#include "common/sqlite/database.h"
#include "tests/robustness/history.h"
#include "tests/robustness/subject.h"

namespace jumelage {

struct DriverOptions {
  uint64_t seed = 1;
  // How often the service is started, struck and ended, before a last start that is left alone.
  int lives = 3;
  // Deliberate cheats, which the checks must catch: a log that is not synced, a disk that says it
  // has synced and has not.
  sqlite::Synchronous log_synchronous = sqlite::Synchronous::kFull;
  bool disk_lies = false;
};

// What a run was like, to see that the runs together met everything.
struct DriverStats {
  int64_t acknowledged = 0;
  int64_t refused = 0;
  int64_t unknown = 0;
  int64_t reads = 0;
  int64_t watched_commits = 0;
  int64_t streams = 0;
  // Failures by their reason.
  std::map<std::string, int64_t> reasons;
  // Strikes that hit, by kind.
  std::map<std::string, int64_t> strikes;

  void Add(const DriverStats& other);
  std::string ToString() const;
};

struct DriverReport {
  Findings findings;
  DriverStats stats;
  // What was done, a line a life.
  std::string story;
};

// Starts the service on an imagined disk, lets clients and watchers work, strikes, ends it, starts
// it again, settles what is unknown, and checks all that everybody was told so far against the log;
// several times over. All decisions come from the seed; how threads interleave does not, so that a
// seed repeats what was done, and mostly what came of it.
DriverReport Drive(Subject* subject, const DriverOptions& options);

// Runs every validator.
void CheckAll(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_DRIVER_H_
