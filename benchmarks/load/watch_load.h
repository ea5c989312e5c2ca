#ifndef JUMELAGE_BENCHMARKS_LOAD_WATCH_LOAD_H_
#define JUMELAGE_BENCHMARKS_LOAD_WATCH_LOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "benchmarks/load/closed_loop.h"
#include "benchmarks/load/workload.h"

namespace jumelage::benchmarks {

struct WatchOptions {
  std::string target;
  uint64_t seed = 1;
  // Whether the server is etcd.
  bool etcd = false;
  int watchers = 100;
  int channels = 10;
  absl::Duration measured;
};

// Makes the calls of `writes` one after another for the measured time, while `watchers` streams
// watch every change. Then waits until every stream has delivered every change. The result counts
// the delivered changes, over the time until the last delivery. Each latency is the time from the
// start of a write to its delivery. Returns an error if a call fails, or if a stream ends, delivers
// wrong or too many changes, or doesn't deliver every change in time.
absl::StatusOr<LoopResult> RunWatchLoad(Workload* writes, const WatchOptions& options);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WATCH_LOAD_H_
