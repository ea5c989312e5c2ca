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
  // How many times the service is started, struck by a fault and ended, before it is started one
  // last time without a fault.
  int lives = 3;
  // Deliberate mistakes that the checks must catch: a log that is not synced, or a disk that
  // reports syncs that it did not do.
  sqlite::Synchronous log_synchronous = sqlite::Synchronous::kFull;
  bool disk_lies = false;
};

// Statistics of a run. They are used to check that all runs together covered all kinds of failure.
struct DriverStats {
  int64_t acknowledged = 0;
  int64_t refused = 0;
  int64_t unknown = 0;
  int64_t reads = 0;
  int64_t watched_commits = 0;
  int64_t streams = 0;
  // Failed calls, by reason.
  std::map<std::string, int64_t> reasons;
  // The strikes that had an effect, by kind.
  std::map<std::string, int64_t> strikes;

  void Add(const DriverStats& other);
  std::string ToString() const;
};

struct DriverReport {
  Findings findings;
  DriverStats stats;
  // A description of the run, with one line for each life.
  std::string story;
};

// Starts the service on a simulated disk, lets clients and watchers work, injects a fault, stops
// the service, restarts it, settles unknown outcomes, and checks all answers so far against the
// log. Repeats this `lives` times, or until there is a finding. The seed determines every decision
// but not how threads interleave, so the same seed repeats the same actions and usually gives the
// same outcome.
DriverReport Drive(Subject* subject, const DriverOptions& options);

// Runs all validators.
void CheckAll(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_DRIVER_H_
