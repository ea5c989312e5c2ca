#ifndef JUMELAGE_BENCHMARKS_LOAD_IDLE_LOAD_H_
#define JUMELAGE_BENCHMARKS_LOAD_IDLE_LOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "benchmarks/load/closed_loop.h"
#include "benchmarks/load/workload.h"

namespace jumelage::benchmarks {

// Makes `rounds` calls over a connection that stays open, and waits `idle` before each. Returns the
// latencies of these calls, or the error of the first call that fails or has a wrong answer.
absl::StatusOr<LoopResult> RunIdleLoad(Workload* workload, const std::string& target, int rounds,
                                       absl::Duration idle);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_IDLE_LOAD_H_
