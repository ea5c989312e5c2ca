#ifndef JUMELAGE_TESTS_E2E_KILL_WORKLOAD_H_
#define JUMELAGE_TESTS_E2E_KILL_WORKLOAD_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"

namespace jumelage {

// Returns a channel with its own connection that reconnects within 100 ms, so that gRPC's backoff
// doesn't slow the test down.
std::shared_ptr<grpc::Channel> ConnectEagerly(const std::string& address);

// Counts acknowledged writes, so that the test can wait for them. Thread-safe.
class Counter {
 public:
  void Increment();
  int value() const;
  // Waits until the count is at least `count`. Returns DEADLINE_EXCEEDED if that takes longer than
  // it would with any healthy service.
  absl::Status AwaitAtLeast(int count);

 private:
  mutable Mutex mu_;
  CondVar changed_;
  int value_ ABSL_GUARDED_BY(mu_) = 0;
};

// One write and its answer.
struct Write {
  enum class Outcome {
    kAcknowledged,  // The service reported that the write is done.
    kRefused,       // The service reported that the write is not done, and never will be.
    kUnknown,       // Any other error. The service may have died during the call.
  };

  // Exactly one of these two is set.
  absl::optional<registry::v1::CreateCityRequest> create;
  absl::optional<registry::v1::UpdateCityRequest> update;
  // The name of the city. Only one writer writes each city.
  std::string name;
  // Every write sets a different display name, which identifies the write.
  std::string display_name;
  // Whether the service must refuse the write, because its id is taken or its etag is stale.
  bool doomed = false;
  Outcome outcome = Outcome::kUnknown;
  // The revision in the acknowledgement.
  int64_t revision = 0;
  // The service's answer.
  absl::Status status;
};

// Creates and changes its own cities, one call after another. Makes some calls that must be
// refused. Records every answer. Used by one thread at a time.
class Writer {
 public:
  // The ids of the writer's cities start with `id`. `acknowledged` must outlive the writer.
  Writer(std::string id, uint32_t seed, Counter* acknowledged);

  // Makes writes until the outcome of one is unknown.
  void Run(const std::shared_ptr<grpc::Channel>& channel);

  // Settles the write with the unknown outcome. First reads its city: the write must have been done
  // completely or not at all. Then repeats the write with its request_id: this must succeed, or be
  // refused if the write is doomed. Returns an error that describes any deviation.
  absl::Status SettleUnknown(const std::shared_ptr<grpc::Channel>& channel);

  const std::vector<Write>& writes() const { return writes_; }
  // The positions in all answers, including errors, in order.
  const std::vector<Position>& positions() const { return positions_; }

 private:
  // The writer's knowledge of one of its cities.
  struct Known {
    std::string name;
    std::string display_name;
    std::string etag;
    std::string former_etag;
  };

  Write NextWrite();
  Write CreateOf(const std::string& id);
  Write UpdateOf(const Known& city, const std::string& etag);
  // Returns the city's display name according to the acknowledged writes, or "" if it doesn't
  // exist.
  std::string DisplayNameOf(const std::string& city) const;
  void Send(registry::v1::CityService::Stub& stub, Write* write);
  void Record(const grpc::ClientContext& context, const grpc::Status& status,
              const registry::v1::City& city, Write* write);
  void Learn(const registry::v1::City& city);
  std::string NewMark();

  const std::string id_;
  Counter* const acknowledged_;
  std::mt19937 random_;
  int created_ = 0;
  int marks_ = 0;
  std::vector<Known> cities_;
  std::vector<Write> writes_;
  std::vector<Position> positions_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_E2E_KILL_WORKLOAD_H_
