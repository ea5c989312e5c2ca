#ifndef JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_
#define JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_

#include <random>
#include <string>

#include "common/testing/fault_vfs.h"

namespace jumelage {

// What happens to one run of a service.
enum class StrikeKind {
  // The power goes in the middle of an operation on a file.
  kKill,
  // A sync fails: nothing happened, all is durable, the pages are lost in silence, or are gone.
  kFailedSync,
  // A write leaves a part.
  kTornWrite,
  // An operation fails once or a few times.
  kIoError,
  // An operation finds the disk full, once.
  kFullOnce,
  // There is no room, for a while.
  kFullDisk,
  // Nothing but how the run ends.
  kNone,
};

// How a run ends that the strike itself did not end.
enum class Ending {
  // The service is told to stop, with everybody still at work, and is started again.
  kStop,
  // The same, and then the power goes.
  kStopThenPowerLoss,
  // The power goes at any moment.
  kPowerLoss,
};

struct Strike {
  StrikeKind kind = StrikeKind::kNone;
  Ending ending = Ending::kStop;
  // Of kKill to kFullOnce.
  FaultPlan plan;
  PowerLoss loss = PowerLoss::kForgetAll;
};

// A strike by the random numbers: any kind, at any file, at any of its operations.
Strike NextStrike(std::mt19937_64& random);

// "kill at the 17th sync of log.db-wal, then ...": for reports.
std::string DescribeStrike(const Strike& strike);
std::string NameOf(StrikeKind kind);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_
