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
  // How often the service is started, struck and ended before the last, undisturbed start.
  int lives = 3;
  // Deliberate cheats, which the checks must catch: a log that is not synced, or a disk that
  // reports syncs that it did not do.
  sqlite::Synchronous log_synchronous = sqlite::Synchronous::kFull;
  bool disk_lies = false;
};

// Statistics of a run, to check that the runs together covered everything.
struct DriverStats {
  int64_t acknowledged = 0;
  int64_t refused = 0;
  int64_t unknown = 0;
  int64_t reads = 0;
  int64_t watched_commits = 0;
  int64_t streams = 0;
  // Failed calls, by reason.
  std::map<std::string, int64_t> reasons;
  // Strikes that hit, by kind.
  std::map<std::string, int64_t> strikes;

  void Add(const DriverStats& other);
  std::string ToString() const;
};

struct DriverReport {
  Findings findings;
  DriverStats stats;
  // A description of the run, one line per life.
  std::string story;
};

// Starts the service on a simulated disk, lets clients and watchers work, strikes, ends it,
// restarts it, settles unknown outcomes, and checks all answers so far against the log. Repeats
// that several times. All decisions come from the seed, but not how threads interleave: a seed
// repeats what is done, and mostly the outcome.
DriverReport Drive(Subject* subject, const DriverOptions& options);

// Runs every validator.
void CheckAll(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_DRIVER_H_
