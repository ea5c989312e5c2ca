#ifndef JUMELAGE_COMMON_STORE_LOST_RACES_H_
#define JUMELAGE_COMMON_STORE_LOST_RACES_H_

#include "absl/time/time.h"
#include "common/base/ids.h"

namespace jumelage {

// How many times a batch is tried if other appenders keep winning the race for the log. After that,
// its callers get OVERLOADED.
inline constexpr int kMaxBatchTries = 10;

// Returns how long to wait after `lost` lost races in a row. `lost` must be at least 1. The wait is
// a random part of a time that doubles with each race up to a bound, so that two appenders do not
// keep colliding. It is zero after the first race, since the winner has probably finished.
absl::Duration WaitAfterLostRaces(int lost, IdSource* ids);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_LOST_RACES_H_
