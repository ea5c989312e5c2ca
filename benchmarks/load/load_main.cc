// The client of benchmarks/run and benchmarks/growth: makes calls of one kind to a server and
// prints one line of JSON with the number, rate and latencies of the calls. In `frame` mode it
// makes no call and writes a request instead. If a call fails or an answer is wrong, it prints one
// line on standard error and exits with 1.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "benchmarks/load/closed_loop.h"
#include "benchmarks/load/idle_load.h"
#include "benchmarks/load/watch_load.h"
#include "benchmarks/load/workload.h"
#include "common/base/status_macros.h"

ABSL_FLAG(std::string, mode, "loop",
          "loop (calls in a closed loop), watch (one writer and many watchers), idle (single calls "
          "after idle periods), or frame (writes the workload's first request to standard output "
          "as a gRPC frame).");
ABSL_FLAG(std::string, target, "", "HOST:PORT of the server.");
ABSL_FLAG(std::string, workload, "", "Which calls to make (an unknown name lists them all).");
ABSL_FLAG(uint64_t, seed, 1, "Seed of the synthetic resources and of the random picks.");
ABSL_FLAG(uint64_t, run, 1, "Runs with different numbers pick different resources.");
ABSL_FLAG(int64_t, resources, 0, "Number of resources that the server holds.");
ABSL_FLAG(int64_t, first, 0, "The number of the first created resource.");
ABSL_FLAG(int32_t, item_bytes, 0, "Size of the items that the other side builds or stores.");
ABSL_FLAG(int32_t, in_flight, 128, "Calls in flight.");
ABSL_FLAG(int32_t, channels, 4, "Connections.");
ABSL_FLAG(int32_t, threads, 2, "Threads of the client.");
ABSL_FLAG(absl::Duration, warm_up, absl::Seconds(1), "Time whose calls are not counted.");
ABSL_FLAG(absl::Duration, measured, absl::Seconds(5), "Time whose calls are counted.");
ABSL_FLAG(int64_t, calls, 0, "Make exactly this many calls, instead of --measured.");
ABSL_FLAG(int32_t, watchers, 100, "Streams that watch.");
ABSL_FLAG(bool, etcd, false, "The watched server is etcd.");
ABSL_FLAG(int32_t, rounds, 10, "Number of calls after idle time.");
ABSL_FLAG(absl::Duration, idle, absl::Seconds(2), "Idle time before each of these calls.");

namespace jumelage::benchmarks {
namespace {

uint32_t Percentile(const std::vector<uint32_t>& sorted, double part) {
  return sorted[static_cast<size_t>(part * static_cast<double>(sorted.size() - 1))];
}

void Print(LoopResult result) {
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  std::printf(
      "{\"calls\": %lld, \"seconds\": %.6f, \"per_second\": %.3f, \"response_bytes\": %.1f, "
      "\"p50_us\": %u, \"p95_us\": %u, \"p99_us\": %u}\n",
      static_cast<long long>(result.calls), result.seconds,
      static_cast<double>(result.calls) / result.seconds,
      static_cast<double>(result.response_bytes) / static_cast<double>(result.calls),
      Percentile(result.latencies_us, 0.50), Percentile(result.latencies_us, 0.95),
      Percentile(result.latencies_us, 0.99));
}

LoopOptions LoopFlags() {
  LoopOptions options;
  options.target = absl::GetFlag(FLAGS_target);
  options.seed = absl::GetFlag(FLAGS_run);
  options.in_flight = absl::GetFlag(FLAGS_in_flight);
  options.channels = absl::GetFlag(FLAGS_channels);
  options.threads = absl::GetFlag(FLAGS_threads);
  options.warm_up = absl::GetFlag(FLAGS_warm_up);
  options.measured = absl::GetFlag(FLAGS_measured);
  options.calls = absl::GetFlag(FLAGS_calls);
  return options;
}

WatchOptions WatchFlags() {
  WatchOptions options;
  options.target = absl::GetFlag(FLAGS_target);
  options.seed = absl::GetFlag(FLAGS_run);
  options.etcd = absl::GetFlag(FLAGS_etcd);
  options.watchers = absl::GetFlag(FLAGS_watchers);
  options.measured = absl::GetFlag(FLAGS_measured);
  return options;
}

absl::Status PrintFrame(Workload* workload) {
  Random random(absl::GetFlag(FLAGS_run));
  const grpc::ByteBuffer request = workload->Request(workload->Pick(&random));
  std::vector<grpc::Slice> slices;
  if (!request.Dump(&slices).ok()) return absl::InternalError("the request has no bytes");
  // A flag (0: not compressed), then the length in big-endian order.
  const auto length = static_cast<uint32_t>(request.Length());
  const unsigned char head[] = {
      0, static_cast<unsigned char>(length >> 24), static_cast<unsigned char>(length >> 16),
      static_cast<unsigned char>(length >> 8), static_cast<unsigned char>(length)};
  std::fwrite(head, 1, sizeof(head), stdout);
  for (const grpc::Slice& slice : slices) std::fwrite(slice.begin(), 1, slice.size(), stdout);
  return absl::OkStatus();
}

absl::Status Run() {
  WorkloadOptions options;
  options.target = absl::GetFlag(FLAGS_target);
  options.seed = absl::GetFlag(FLAGS_seed);
  options.run = absl::GetFlag(FLAGS_run);
  options.resources = absl::GetFlag(FLAGS_resources);
  options.first = absl::GetFlag(FLAGS_first);
  options.item_bytes = absl::GetFlag(FLAGS_item_bytes);
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<Workload> workload,
                            MakeWorkload(absl::GetFlag(FLAGS_workload), options));
  const std::string mode = absl::GetFlag(FLAGS_mode);
  if (mode == "frame") return PrintFrame(workload.get());
  absl::StatusOr<LoopResult> result =
      absl::InvalidArgumentError(absl::StrFormat("there is no mode '%s'", mode));
  if (mode == "loop") result = RunClosedLoop(workload.get(), LoopFlags());
  if (mode == "watch") result = RunWatchLoad(workload.get(), WatchFlags());
  if (mode == "idle") {
    result = RunIdleLoad(workload.get(), options.target, absl::GetFlag(FLAGS_rounds),
                         absl::GetFlag(FLAGS_idle));
  }
  JUMELAGE_RETURN_IF_ERROR(result.status());
  Print(*std::move(result));
  return absl::OkStatus();
}

}  // namespace
}  // namespace jumelage::benchmarks

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = jumelage::benchmarks::Run();
  if (status.ok()) return 0;
  std::fprintf(stderr, "load: %s\n", std::string(status.message()).c_str());
  return 1;
}
