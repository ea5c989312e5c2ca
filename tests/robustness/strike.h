#ifndef JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_
#define JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_

#include <random>
#include <string>

#include "common/testing/fault_vfs.h"

namespace jumelage {

// A fault in one run of a service.
enum class StrikeKind {
  // The power fails in the middle of a file operation.
  kKill,
  // A sync fails. After it all is durable, or nothing has changed, or the pages are lost, silently
  // or visibly.
  kFailedSync,
  // Only a part of a write is done.
  kTornWrite,
  // An operation fails once or a few times.
  kIoError,
  // An operation finds the disk full, once.
  kFullOnce,
  // The disk is full for a while.
  kFullDisk,
  // Only the end of the run.
  kNone,
};

// How a run ends if the strike did not end it.
enum class Ending {
  // The service stops in an orderly way and is restarted. Clients may still be working.
  kStop,
  // The same, and then the power fails.
  kStopThenPowerLoss,
  // The power fails at any moment.
  kPowerLoss,
};

struct Strike {
  StrikeKind kind = StrikeKind::kNone;
  Ending ending = Ending::kStop;
  // For kKill to kFullOnce.
  FaultPlan plan;
  PowerLoss loss = PowerLoss::kForgetAll;
};

// Returns a random strike: any kind, at any operation on any file.
Strike NextStrike(std::mt19937_64& random);

// Returns a description for reports, such as "kill at the 17th sync of log.db-wal, then ...".
std::string DescribeStrike(const Strike& strike);
std::string NameOf(StrikeKind kind);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_
