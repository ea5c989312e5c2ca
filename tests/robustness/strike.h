#ifndef JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_
#define JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_

#include <random>
#include <string>

#include "common/testing/fault_vfs.h"

namespace jumelage {

// The kind of fault in one run of a service.
enum class StrikeKind {
  // The power fails in the middle of a file operation.
  kKill,
  // A sync fails once or twice. Its data stays unsynced, is durable after all, or is lost, silently
  // or visibly (see Fault).
  kFailedSync,
  // Only a part of a write is done, and the write fails.
  kTornWrite,
  // An operation fails once or a few times.
  kIoError,
  // An operation finds the disk full, once.
  kFullOnce,
  // The disk is full for a while.
  kFullDisk,
  // No fault except the way in which the run ends.
  kNone,
};

// How a run ends, unless the strike already ended it.
enum class Ending {
  // The service stops in an orderly way. Clients may still be working.
  kStop,
  // The service stops in an orderly way, and then the power fails.
  kStopThenPowerLoss,
  // The power fails while the service runs.
  kPowerLoss,
};

struct Strike {
  StrikeKind kind = StrikeKind::kNone;
  Ending ending = Ending::kStop;
  // The fault to inject, for the kinds from kKill to kFullOnce.
  FaultPlan plan;
  PowerLoss loss = PowerLoss::kForgetAll;
};

// Returns a random strike of any kind, at any operation on any file.
Strike NextStrike(std::mt19937_64& random);

// Returns a description for reports: the fault, and how the run ends.
std::string DescribeStrike(const Strike& strike);
std::string NameOf(StrikeKind kind);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_STRIKE_H_
