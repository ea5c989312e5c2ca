#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_ANSWERS_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_NETWORK_NETWORK_ANSWERS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "common/base/still_wanted.h"
#include "jumelage/registry/v1/network_service.pb.h"
#include "registry_service/domain/network/statistics.h"
#include "registry_service/service/network/network.h"

// The validation of NetworkService's requests, and the computation of its answers from one network
// and a valid request. The caller sets the answer's revision. The functions return the errors in
// the contract, and the error of `still_wanted` if it stops them. Pure.
namespace jumelage {

// Limits on the requests' fields, and the defaults for fields that are 0.
inline constexpr int kMaxPathLength = 100;
inline constexpr int kMaxPaths = 1000;
inline constexpr int kDefaultPaths = 100;
inline constexpr int kMaxCommonPartnersCities = 100;
inline constexpr int kMaxNeighborhoodDistance = 10;
inline constexpr int kDefaultNeighborhoodDistance = 1;
inline constexpr int kMaxNeighborhoodCities = 5000;
inline constexpr int kDefaultNeighborhoodCities = 1000;
// The most bytes, when serialized, of the lists in an answer that may be truncated. By default,
// gRPC clients accept messages of up to 4 MiB.
inline constexpr int64_t kMaxNetworkAnswerBytes = int64_t{3} << 20;

// Validate a request. Return FIELD_INVALID (INVALID_ARGUMENT) with all violations if there are any.
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
