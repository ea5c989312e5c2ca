#ifndef JUMELAGE_BENCHMARKS_LOAD_CLOSED_LOOP_H_
#define JUMELAGE_BENCHMARKS_LOAD_CLOSED_LOOP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "benchmarks/load/workload.h"

namespace jumelage::benchmarks {

struct LoopOptions {
  std::string target;
  uint64_t seed = 1;
  // Calls in flight, spread over `channels` connections. Each call that ends starts the next.
  int in_flight = 128;
  int channels = 4;
  // At most `channels`.
  int threads = 2;
  // Calls that end during `warm_up` are not counted. Calls that end during `measured` are.
  absl::Duration warm_up;
  absl::Duration measured;
  // If set, makes exactly this many calls instead, and counts them all.
  int64_t calls = 0;
};

struct LoopResult {
  int64_t calls = 0;
  double seconds = 0;
  int64_t response_bytes = 0;
  // The latency of each counted call, in no particular order.
  std::vector<uint32_t> latencies_us;
};

// Makes the workload's calls in a closed loop. If a call fails or its answer is wrong (one answer
// in 64 is checked), the loop ends and returns that error. Also returns an error if the server
// can't be reached, or if no call ends within the measured time.
absl::StatusOr<LoopResult> RunClosedLoop(Workload* workload, const LoopOptions& options);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_CLOSED_LOOP_H_
