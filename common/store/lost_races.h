#ifndef JUMELAGE_COMMON_STORE_LOST_RACES_H_
#define JUMELAGE_COMMON_STORE_LOST_RACES_H_

#include "absl/time/time.h"
#include "common/base/ids.h"

namespace jumelage {

// How often a batch is tried while other appenders to the log are first each time. Its callers are
// then told that there is too much to do.
inline constexpr int kMaxBatchTries = 10;

// How long to wait after so many races were lost in a row, 1 or more: a random part of a time that
// doubles each time, so that two who have met do not meet again and again. Nothing after the first:
// its winner is as likely to be done.
absl::Duration WaitAfterLostRaces(int lost, IdSource* ids);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_LOST_RACES_H_
