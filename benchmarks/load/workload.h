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
  // HOST:PORT of the server, for workloads that start with calls of their own.
  std::string target;
  uint64_t seed = 1;
  // Distinguishes what this run writes from what other runs wrote.
  uint64_t run = 1;
  // How many resources the server was filled with: numbers 0 to `resources` - 1.
  int64_t resources = 0;
  // The number of the first created resource.
  int64_t first = 0;
  // The size of an item that the server builds or stores, in bytes.
  int item_bytes = 0;
};

// Unary calls of one kind. Thread-safe.
class Workload {
 public:
  virtual ~Workload() = default;
  // "/package.Service/Method".
  virtual const std::string& method() const = 0;
  // Returns the key of the next call: a random resource, or the next new one.
  virtual int64_t Pick(Random* random) = 0;
  virtual grpc::ByteBuffer Request(int64_t key) const = 0;
  // Returns OK if the answer is right for `key`.
  virtual absl::Status Check(int64_t key, const grpc::ByteBuffer& response) const = 0;
};

// Returns the workload of that name. INVALID_ARGUMENT, listing all names: there is none. Also
// returns the errors of the calls that it starts with.
absl::StatusOr<std::unique_ptr<Workload>> MakeWorkload(const std::string& name,
                                                       const WorkloadOptions& options);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WORKLOAD_H_
