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

// A channel of its own, which shares no connection with others and reconnects at once: what is
// measured here is the service, not gRPC's patience.
std::shared_ptr<grpc::Channel> ConnectEagerly(const std::string& address);

// Counts what was acknowledged, for whoever waits to strike. Thread-safe.
class Counter {
 public:
  void Increment();
  int value() const;
  // DEADLINE_EXCEEDED where it takes longer than any healthy service does.
  absl::Status AwaitAtLeast(int count);

 private:
  mutable Mutex mu_;
  CondVar changed_;
  int value_ ABSL_GUARDED_BY(mu_) = 0;
};

// One write and what its writer was told.
struct Write {
  enum class Outcome {
    kAcknowledged,  // The service said that it is done.
    kRefused,       // The service said that it is not done, and never will be.
    kUnknown,       // The connection broke.
  };

  // One of the two is set.
  absl::optional<registry::v1::CreateCityRequest> create;
  absl::optional<registry::v1::UpdateCityRequest> update;
  // Of the city, which the writer alone writes.
  std::string name;
  // Every write asks for a display name that no other asks for: it is the write's mark.
  std::string display_name;
  // It asks for what the service must refuse: an id that is taken, an etag that is stale.
  bool doomed = false;
  Outcome outcome = Outcome::kUnknown;
  // Where it was acknowledged.
  int64_t revision = 0;
  // What the service answered.
  absl::Status status;
};

// Creates and changes cities of its own, one call after the other, with what the service must
// refuse in between, and keeps a record of what it was told. Used by one thread at a time.
class Writer {
 public:
  // `id` begins the ids of its cities; `acknowledged` counts, and outlives the writer.
  Writer(std::string id, uint32_t seed, Counter* acknowledged);

  // Writes until an outcome is unknown.
  void Run(const std::shared_ptr<grpc::Channel>& channel);

  // Reads the city of the write whose outcome is not known, which must be wholly done or not at
  // all, then repeats it under its request_id, which must succeed (or be refused, if doomed). Says
  // what is not so.
  absl::Status SettleUnknown(const std::shared_ptr<grpc::Channel>& channel);

  const std::vector<Write>& writes() const { return writes_; }
  // The positions of all answers, errors too, in the order in which they came.
  const std::vector<Position>& positions() const { return positions_; }

 private:
  // A city and what the writer knows of it.
  struct Known {
    std::string name;
    std::string display_name;
    std::string etag;
    std::string former_etag;
  };

  Write NextWrite();
  Write CreateOf(const std::string& id);
  Write UpdateOf(const Known& city, const std::string& etag);
  // The name that the city has by what was acknowledged; "" where it does not exist.
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
