#ifndef JUMELAGE_BENCHMARKS_LOAD_WORKLOAD_H_
#define JUMELAGE_BENCHMARKS_LOAD_WORKLOAD_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "benchmarks/load/random.h"

namespace jumelage::benchmarks {

struct WorkloadOptions {
  // HOST:PORT of the server, for workloads that look something up first.
  std::string target;
  uint64_t seed = 1;
  // Makes what a run writes differ from what others wrote.
  uint64_t run = 1;
  // Resources that the server was filled with: numbers 0 to `resources` - 1.
  int64_t resources = 0;
  // The first number of those that are made.
  int64_t first = 0;
  // The bytes of one item, where the server is to build or to keep what is of that size.
  int item_bytes = 0;
};

// A kind of unary calls. Thread-safe.
class Workload {
 public:
  virtual ~Workload() = default;
  // "/package.Service/Method".
  virtual const std::string& method() const = 0;
  // What the next call is about: a random one of the resources, or the next new one.
  virtual int64_t Pick(Random* random) = 0;
  virtual grpc::ByteBuffer Request(int64_t key) const = 0;
  // Whether the answer is the right one for `key`.
  virtual absl::Status Check(int64_t key, const grpc::ByteBuffer& response) const = 0;
};

// The workload of that name. INVALID_ARGUMENT, naming those that there are; errors of the calls
// that it begins with.
absl::StatusOr<std::unique_ptr<Workload>> MakeWorkload(const std::string& name,
                                                       const WorkloadOptions& options);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WORKLOAD_H_
