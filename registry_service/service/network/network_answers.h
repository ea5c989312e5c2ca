#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_ANSWERS_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_ANSWERS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "common/base/still_wanted.h"
#include "jumelage/registry/v1/network_service.pb.h"
#include "registry_service/domain/network/statistics.h"
#include "registry_service/service/network/network.h"

// Fill the answers of NetworkService, except the revision, from one network and a valid request.
// Return the errors of the contract and of `still_wanted`. Pure.
namespace jumelage {

// Bounds of the requests, and the defaults for fields that are 0.
inline constexpr int kMaxPathLength = 100;
inline constexpr int kMaxPaths = 1000;
inline constexpr int kDefaultPaths = 100;
inline constexpr int kMaxCommonPartnersCities = 100;
inline constexpr int kMaxNeighborhoodDistance = 10;
inline constexpr int kDefaultNeighborhoodDistance = 1;
inline constexpr int kMaxNeighborhoodCities = 5000;
inline constexpr int kDefaultNeighborhoodCities = 1000;
// The most serialized bytes of the lists that may be truncated. Clients accept messages of 4 MiB by
// default.
inline constexpr int64_t kMaxNetworkAnswerBytes = int64_t{3} << 20;

// Return FIELD_INVALID (INVALID_ARGUMENT) with all violations.
absl::Status ValidateFindPaths(const registry::v1::FindPathsRequest& request);
absl::Status ValidateQueryCommonPartners(const registry::v1::QueryCommonPartnersRequest& request);
absl::Status ValidateQueryNeighborhood(const registry::v1::QueryNeighborhoodRequest& request);
absl::Status ValidateQueryCountryLinks(const registry::v1::QueryCountryLinksRequest& request);
absl::Status ValidateComputeStatistics(const registry::v1::ComputeStatisticsRequest& request);

absl::Status AnswerFindPaths(const Network& network, const registry::v1::FindPathsRequest& request,
                             const StillWanted& still_wanted,
                             registry::v1::FindPathsResponse* response);
absl::Status AnswerCommonPartners(const Network& network,
                                  const registry::v1::QueryCommonPartnersRequest& request,
                                  registry::v1::QueryCommonPartnersResponse* response);
absl::Status AnswerNeighborhood(const Network& network,
                                const registry::v1::QueryNeighborhoodRequest& request,
                                const StillWanted& still_wanted,
                                registry::v1::QueryNeighborhoodResponse* response);
absl::Status AnswerCountryLinks(const Network& network, const StillWanted& still_wanted,
                                registry::v1::QueryCountryLinksResponse* response);
void AnswerStatistics(const Network& network, const NetworkStatistics& statistics,
                      registry::v1::ComputeStatisticsResponse* response);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_ANSWERS_H_
