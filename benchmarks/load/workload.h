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
  // HOST:PORT of the server, for workloads that make setup calls before the run.
  std::string target;
  uint64_t seed = 1;
  // Distinguishes the values that this run writes from the values that other runs wrote.
  uint64_t run = 1;
  // The number of resources that the server was filled with. They are numbered from 0.
  int64_t resources = 0;
  // The number of the first resource that this run creates.
  int64_t first = 0;
  // The size of an item that the server builds or stores, in bytes.
  int item_bytes = 0;
};

// Unary calls of one kind. Thread-safe.
class Workload {
 public:
  virtual ~Workload() = default;
  // Returns the name of the method, such as "/package.Service/Method".
  virtual const std::string& method() const = 0;
  // Returns the key of the next call: usually the number of a random resource or of the next new
  // resource.
  virtual int64_t Pick(Random* random) = 0;
  virtual grpc::ByteBuffer Request(int64_t key) const = 0;
  // Returns an error if the answer is wrong for `key`.
  virtual absl::Status Check(int64_t key, const grpc::ByteBuffer& response) const = 0;
};

// Returns the workload `name`. Returns INVALID_ARGUMENT with a list of all names if there is no
// such workload. May also return errors from its setup calls.
absl::StatusOr<std::unique_ptr<Workload>> MakeWorkload(const std::string& name,
                                                       const WorkloadOptions& options);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WORKLOAD_H_
