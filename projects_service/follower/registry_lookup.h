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

// What the registry answered to questions about single resources.
struct RegistryAnswers {
  // The log that the answers come from; empty without one.
  std::string log_id;
  // Resources that it has, deleted ones too.
  std::vector<FollowedChange> found;
  // Names that it does not have.
  std::vector<std::string> absent;
  // Names about which it could not be asked in time.
  std::vector<std::string> unanswered;
};

// Asks the registry about single resources. Waits in no thread: answers come on gRPC's own.
// Thread-safe; outlives the questions that it was asked.
class RegistryLookup {
 public:
  // How many questions of one Fetch are under way together.
  static constexpr int kConcurrentQuestions = 32;

  // The channel is dropped by whoever destroys this, never in a callback of gRPC.
  explicit RegistryLookup(const std::shared_ptr<grpc::ChannelInterface>& channel);

  // Asks about each of `names` (distinct), all until `deadline`; `done` runs once, perhaps before
  // this returns.
  void Fetch(std::vector<std::string> names, absl::Time deadline,
             std::function<void(RegistryAnswers)> done);

 private:
  class Questions;

  const std::unique_ptr<registry::v1::CityService::StubInterface> cities_;
  const std::unique_ptr<registry::v1::OrganizationService::StubInterface> organizations_;
  const std::unique_ptr<registry::v1::AgreementService::StubInterface> agreements_;
  const std::unique_ptr<registry::v1::TwinningService::StubInterface> twinnings_;
};

// A channel to the registry at `target` ("HOST:PORT"): tries again soon after the connection was
// lost, and notices one that is dead. Nothing is encrypted: the registry is on this machine or on a
// network that is trusted.
std::shared_ptr<grpc::Channel> DialRegistry(const std::string& target);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_LOOKUP_H_
