#ifndef JUMELAGE_COMMON_STORE_LOST_RACES_H_
#define JUMELAGE_COMMON_STORE_LOST_RACES_H_

#include "absl/time/time.h"
#include "common/base/ids.h"

namespace jumelage {

// How often a batch is tried while other appenders win the race for the log. After that its callers
// get OVERLOADED.
inline constexpr int kMaxBatchTries = 10;

// How long to wait after `lost` lost races in a row, which is at least 1. It is a random part of a
// time that doubles with each race, so that two appenders do not keep colliding. Zero after the
// first race, since its winner has probably finished.
absl::Duration WaitAfterLostRaces(int lost, IdSource* ids);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_LOST_RACES_H_
