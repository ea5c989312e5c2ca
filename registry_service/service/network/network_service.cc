#include "registry_service/service/network/network_service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status.h"
#include "registry_service/domain/errors.h"
#include "registry_service/service/network/network_answers.h"

namespace jumelage {
namespace {

constexpr absl::Duration kRetryAfter = absl::Seconds(1);

int Threads(const NetworkServiceOptions& options) {
  if (options.threads > 0) return options.threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 2);
}

}  // namespace

NetworkService::NetworkService(Store* store, const RegistryTables* tables,
                               const NetworkServiceOptions& options)
    : options_(options),
      handler_(store, registry::v1::NetworkService::service_full_name()),
      follower_(store, tables),
      questions_(Threads(options), options.max_waiting),
      statistics_(Threads(options), options.max_waiting) {}

StillWanted NetworkService::StillWantedBy(Context* context) const {
  const absl::Time end = Clock::Real()->Now() + options_.max_time;
  return [this, context, end]() -> absl::Status {
    // IsCancelled also returns true after the call's deadline.
    if (context->IsCancelled()) return absl::CancelledError("the call was cancelled");
    if (Clock::Real()->Now() > end) return ComputationTooLongError(options_.max_time);
    return absl::OkStatus();
  };
}

template <typename Request, typename Response>
NetworkService::Reactor* NetworkService::Run(WorkPool* pool, Context* context,
                                             const Request* request, Response* response,
                                             const Handler::Validator<Request>& validate,
                                             Body<Request, Response> body) {
  Reactor* const reactor = context->DefaultReactor();
  const absl::Status valid = validate(*request);
  if (!valid.ok()) {
    handler_.Finish(context, reactor, valid);
    return reactor;
  }
  handler_.AwaitMinPosition(*context, [this, pool, context, reactor, request, response,
                                       body = std::move(body)](const absl::Status& reached) {
    if (!reached.ok()) return handler_.Finish(context, reactor, reached);
    const bool taken = pool->Add([this, context, reactor, request, response, body] {
      Answer(context, reactor, *request, response, body);
    });
    if (!taken) {
      handler_.Finish(context, reactor, OverloadedError("questions wait", kRetryAfter));
    }
  });
  return reactor;
}

template <typename Request, typename Response>
void NetworkService::Answer(Context* context, Reactor* reactor, const Request& request,
                            Response* response, const Body<Request, Response>& body) {
  const StillWanted still_wanted = StillWantedBy(context);
  const auto answer = [&]() -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(const NetworkFollower::State state, follower_.Current(still_wanted));
    JUMELAGE_ASSIGN_OR_RETURN(const std::shared_ptr<const Network> network,
                              cache_.Find(state.records, request.links(), still_wanted));
    JUMELAGE_RETURN_IF_ERROR(body(network, request, still_wanted, response));
    response->set_revision(state.revision);
    return absl::OkStatus();
  };
  const absl::Status status = answer();
  if (!status.ok()) return handler_.Finish(context, reactor, ErrorForCaller(status));
  handler_.AddPosition(context, handler_.store().PositionAt(response->revision()), nullptr, status);
  reactor->Finish(grpc::Status::OK);
}

NetworkService::Reactor* NetworkService::FindPaths(Context* context,
                                                   const registry::v1::FindPathsRequest* request,
                                                   registry::v1::FindPathsResponse* response) {
  return Run<registry::v1::FindPathsRequest, registry::v1::FindPathsResponse>(
      &questions_, context, request, response, ValidateFindPaths,
      [](const auto& network, const auto& request, const StillWanted& still_wanted,
         auto* response) { return AnswerFindPaths(*network, request, still_wanted, response); });
}

NetworkService::Reactor* NetworkService::QueryCommonPartners(
    Context* context, const registry::v1::QueryCommonPartnersRequest* request,
    registry::v1::QueryCommonPartnersResponse* response) {
  return Run<registry::v1::QueryCommonPartnersRequest, registry::v1::QueryCommonPartnersResponse>(
      &questions_, context, request, response, ValidateQueryCommonPartners,
      [](const auto& network, const auto& request, const StillWanted&, auto* response) {
        return AnswerCommonPartners(*network, request, response);
      });
}

NetworkService::Reactor* NetworkService::QueryNeighborhood(
    Context* context, const registry::v1::QueryNeighborhoodRequest* request,
    registry::v1::QueryNeighborhoodResponse* response) {
  return Run<registry::v1::QueryNeighborhoodRequest, registry::v1::QueryNeighborhoodResponse>(
      &questions_, context, request, response, ValidateQueryNeighborhood,
      [](const auto& network, const auto& request, const StillWanted& still_wanted,
         auto* response) { return AnswerNeighborhood(*network, request, still_wanted, response); });
}

NetworkService::Reactor* NetworkService::QueryCountryLinks(
    Context* context, const registry::v1::QueryCountryLinksRequest* request,
    registry::v1::QueryCountryLinksResponse* response) {
  return Run<registry::v1::QueryCountryLinksRequest, registry::v1::QueryCountryLinksResponse>(
      &questions_, context, request, response, ValidateQueryCountryLinks,
      [](const auto& network, const auto&, const StillWanted& still_wanted, auto* response) {
        return AnswerCountryLinks(*network, still_wanted, response);
      });
}

NetworkService::Reactor* NetworkService::ComputeStatistics(
    Context* context, const registry::v1::ComputeStatisticsRequest* request,
    registry::v1::ComputeStatisticsResponse* response) {
  return Run<registry::v1::ComputeStatisticsRequest, registry::v1::ComputeStatisticsResponse>(
      &statistics_, context, request, response, ValidateComputeStatistics,
      [this](const auto& network, const auto&, const StillWanted& still_wanted,
             auto* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(const std::shared_ptr<const NetworkStatistics> statistics,
                                  cache_.Statistics(network, still_wanted));
        AnswerStatistics(*network, *statistics, response);
        return absl::OkStatus();
      });
}

}  // namespace jumelage
