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

// The registry's answers to questions about single resources.
struct RegistryAnswers {
  // The log that the answers come from. Empty if there are none.
  std::string log_id;
  // Resources that it has, deleted ones too.
  std::vector<FollowedChange> found;
  // Names that it does not have.
  std::vector<std::string> absent;
  // Names about which it could not be asked in time.
  std::vector<std::string> unanswered;
};

// Asks the registry about single resources. Blocks no thread: answers arrive on gRPC's threads.
// Thread-safe. Must outlive its pending questions.
class RegistryLookup {
 public:
  // How many questions of one Fetch are pending at a time.
  static constexpr int kConcurrentQuestions = 32;

  // The channel is released by the thread that destroys this, never in a gRPC callback.
  explicit RegistryLookup(const std::shared_ptr<grpc::ChannelInterface>& channel);

  // Asks about each of `names`, which are distinct, until `deadline`. Runs `done` once, perhaps
  // before this returns.
  void Fetch(std::vector<std::string> names, absl::Time deadline,
             std::function<void(RegistryAnswers)> done);

 private:
  class Questions;

  const std::unique_ptr<registry::v1::CityService::StubInterface> cities_;
  const std::unique_ptr<registry::v1::OrganizationService::StubInterface> organizations_;
  const std::unique_ptr<registry::v1::AgreementService::StubInterface> agreements_;
  const std::unique_ptr<registry::v1::TwinningService::StubInterface> twinnings_;
};

// Returns a channel to the registry at `target` ("HOST:PORT"). It reconnects soon after a
// connection is lost, and detects dead ones. Nothing is encrypted: the registry must be on this
// machine or on a trusted network.
std::shared_ptr<grpc::Channel> DialRegistry(const std::string& target);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_LOOKUP_H_
