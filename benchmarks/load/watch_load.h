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

// Has one writer make one call of `writes` after the other for the time given, while `watchers`
// streams watch every change, and goes on until each stream has brought each change. The result
// counts the changes delivered, over the time until the last of them came; its latencies are from
// the beginning of a write to its delivery. An error when a stream ends, or brings too much.
absl::StatusOr<LoopResult> RunWatchLoad(Workload* writes, const WatchOptions& options);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WATCH_LOAD_H_
