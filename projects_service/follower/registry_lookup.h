#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_LOOKUP_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_LOOKUP_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "jumelage/registry/v1/agreement_service.grpc.pb.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/organization_service.grpc.pb.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

// The registry's answers to the calls that one Fetch makes.
struct RegistryAnswers {
  // The id of the log that the answers come from. Empty if no answer named its log.
  std::string log_id;
  // The resources that the registry has, including deleted ones.
  std::vector<FollowedChange> found;
  // The names that the registry does not have.
  std::vector<std::string> absent;
  // The names for which no usable answer arrived in time.
  std::vector<std::string> unanswered;
};

// Asks the registry about single resources, with one Get call per resource. Blocks no thread: the
// answers arrive on gRPC's threads. Thread-safe. Must outlive its pending calls.
class RegistryLookup {
 public:
  // The highest number of calls that one Fetch has in progress at the same time.
  static constexpr int kConcurrentQuestions = 32;

  // The lookup keeps the channel alive. The thread that destroys the lookup releases the channel,
  // so it is never released in a gRPC callback.
  explicit RegistryLookup(const std::shared_ptr<grpc::ChannelInterface>& channel);

  // Asks about each of `names`, which must be distinct, until `deadline`. Calls `done` once, when
  // all calls have ended. That may be before Fetch returns.
  void Fetch(std::vector<std::string> names, absl::Time deadline,
             std::function<void(RegistryAnswers)> done);

 private:
  class Questions;

  const std::unique_ptr<registry::v1::CityService::StubInterface> cities_;
  const std::unique_ptr<registry::v1::OrganizationService::StubInterface> organizations_;
  const std::unique_ptr<registry::v1::AgreementService::StubInterface> agreements_;
  const std::unique_ptr<registry::v1::TwinningService::StubInterface> twinnings_;
};

// Returns a channel to the registry at `target` ("HOST:PORT"). It waits at most about two seconds
// between attempts to reconnect. Nothing is encrypted: the registry must be on the same machine or
// on a trusted network.
std::shared_ptr<grpc::Channel> DialRegistry(const std::string& target);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_LOOKUP_H_
