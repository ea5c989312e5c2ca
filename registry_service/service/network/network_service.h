#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_SERVICE_H_

#include <functional>

#include "absl/time/time.h"
#include "common/base/still_wanted.h"
#include "common/base/work_pool.h"
#include "common/rpc/handler.h"
#include "jumelage/registry/v1/network_service.grpc.pb.h"
#include "registry_service/service/network/network.h"
#include "registry_service/storage/network_follower.h"

namespace jumelage {

// The most calls that may wait for a thread of one pool. Further calls are refused immediately with
// RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingNetworkCalls = 32;
// The most time that one call may take once a thread has started to answer it, regardless of the
// call's deadline.
inline constexpr absl::Duration kMaxNetworkTime = absl::Minutes(10);

struct NetworkServiceOptions {
  // The number of threads in each pool. Default (0): half the number of cores, but at least one.
  int threads = 0;
  int max_waiting = kMaxWaitingNetworkCalls;
  absl::Duration max_time = kMaxNetworkTime;
};

// Implements jumelage.registry.v1.NetworkService; the contract documents each method. Calls run on
// two pools. ComputeStatistics, which takes longest, has its own pool, so that other calls do not
// wait for it. Thread-safe. `store` and `tables` must outlive the service. Must be destroyed after
// the server, when no calls are left.
class NetworkService : public registry::v1::NetworkService::CallbackService {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  NetworkService(Store* store, const RegistryTables* tables,
                 const NetworkServiceOptions& options = NetworkServiceOptions());

  Reactor* FindPaths(Context* context, const registry::v1::FindPathsRequest* request,
                     registry::v1::FindPathsResponse* response) override;
  Reactor* QueryCommonPartners(Context* context,
                               const registry::v1::QueryCommonPartnersRequest* request,
                               registry::v1::QueryCommonPartnersResponse* response) override;
  Reactor* QueryNeighborhood(Context* context,
                             const registry::v1::QueryNeighborhoodRequest* request,
                             registry::v1::QueryNeighborhoodResponse* response) override;
  Reactor* QueryCountryLinks(Context* context,
                             const registry::v1::QueryCountryLinksRequest* request,
                             registry::v1::QueryCountryLinksResponse* response) override;
  Reactor* ComputeStatistics(Context* context,
                             const registry::v1::ComputeStatisticsRequest* request,
                             registry::v1::ComputeStatisticsResponse* response) override;

 private:
  // Fills an answer from the network that the request selects.
  template <typename Request, typename Response>
  using Body = std::function<absl::Status(const std::shared_ptr<const Network>&, const Request&,
                                          const StillWanted&, Response*)>;

  // Validates the request, waits until the position that the caller requires is reached, and queues
  // the rest of the call on `pool`.
  template <typename Request, typename Response>
  Reactor* Run(WorkPool* pool, Context* context, const Request* request, Response* response,
               const Handler::Validator<Request>& validate, Body<Request, Response> body);
  // Runs on a thread of the pool. Gets the network at the published revision, fills the answer, and
  // finishes the call.
  template <typename Request, typename Response>
  void Answer(Context* context, Reactor* reactor, const Request& request, Response* response,
              const Body<Request, Response>& body);
  // Returns a function that returns an error once the call has been cancelled, its deadline has
  // passed, or `max_time` has passed since StillWantedBy was called.
  StillWanted StillWantedBy(Context* context) const;

  const NetworkServiceOptions options_;
  const Handler handler_;
  NetworkFollower follower_;
  NetworkCache cache_;
  // Destroyed first, so that no call still runs when the members above are destroyed.
  WorkPool questions_;
  WorkPool statistics_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_SERVICE_H_
