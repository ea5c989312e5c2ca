#ifndef JUMELAGE_CLIENTS_CPP_REGISTRY_CLIENT_H_
#define JUMELAGE_CLIENTS_CPP_REGISTRY_CLIENT_H_

#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/watch_listener.h"
#include "common/rpc/position.h"
#include "grpcpp/channel.h"
#include "jumelage/registry/v1/agreement_service.pb.h"
#include "jumelage/registry/v1/city_service.pb.h"
#include "jumelage/registry/v1/history_service.pb.h"
#include "jumelage/registry/v1/network_service.pb.h"
#include "jumelage/registry/v1/organization_service.pb.h"
#include "jumelage/registry/v1/transfer_service.pb.h"
#include "jumelage/registry/v1/twinning_service.pb.h"
#include "jumelage/registry/v1/watch_service.pb.h"

namespace jumelage::client {

// The messages of the registry service's Watch method.
struct RegistryWatch {
  using Request = jumelage::registry::v1::WatchRequest;
  using Response = jumelage::registry::v1::WatchResponse;
  using Commit = jumelage::registry::v1::Commit;
  using SnapshotPage = jumelage::registry::v1::SnapshotPage;
  using ResourceChange = jumelage::registry::v1::ResourceChange;
};

// A client of the registry service. Thread-safe; keeps the channel open.
//
// Each method calls the service method of the same name, with the deadline, retries, request ids
// and positions of Caller unless its comment says otherwise. The protos document requests and
// errors. The client repeats none of the service's checks.
class RegistryClient {
 public:
  RegistryClient(const std::shared_ptr<grpc::Channel>& channel, const ClientOptions& options);
  ~RegistryClient();

  // Cities.
  absl::StatusOr<jumelage::registry::v1::City> GetCity(
      const jumelage::registry::v1::GetCityRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListCitiesResponse> ListCities(
      const jumelage::registry::v1::ListCitiesRequest& request);
  absl::StatusOr<jumelage::registry::v1::BatchGetCitiesResponse> BatchGetCities(
      const jumelage::registry::v1::BatchGetCitiesRequest& request);
  absl::StatusOr<jumelage::registry::v1::City> CreateCity(
      jumelage::registry::v1::CreateCityRequest request);
  absl::StatusOr<jumelage::registry::v1::City> UpdateCity(
      jumelage::registry::v1::UpdateCityRequest request);
  absl::StatusOr<jumelage::registry::v1::City> DeleteCity(
      jumelage::registry::v1::DeleteCityRequest request);
  absl::StatusOr<jumelage::registry::v1::City> UndeleteCity(
      jumelage::registry::v1::UndeleteCityRequest request);
  absl::StatusOr<jumelage::registry::v1::SearchCitiesResponse> SearchCities(
      const jumelage::registry::v1::SearchCitiesRequest& request);
  absl::StatusOr<jumelage::registry::v1::City> MergeCity(
      jumelage::registry::v1::MergeCityRequest request);
  absl::StatusOr<jumelage::registry::v1::City> UnmergeCity(
      jumelage::registry::v1::UnmergeCityRequest request);
  absl::StatusOr<jumelage::registry::v1::City> PurgeCity(
      jumelage::registry::v1::PurgeCityRequest request);
  absl::StatusOr<jumelage::registry::v1::QueryDuplicatesResponse> QueryDuplicates(
      const jumelage::registry::v1::QueryDuplicatesRequest& request);

  // Organizations.
  absl::StatusOr<jumelage::registry::v1::Organization> GetOrganization(
      const jumelage::registry::v1::GetOrganizationRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListOrganizationsResponse> ListOrganizations(
      const jumelage::registry::v1::ListOrganizationsRequest& request);
  absl::StatusOr<jumelage::registry::v1::BatchGetOrganizationsResponse> BatchGetOrganizations(
      const jumelage::registry::v1::BatchGetOrganizationsRequest& request);
  absl::StatusOr<jumelage::registry::v1::Organization> CreateOrganization(
      jumelage::registry::v1::CreateOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::Organization> UpdateOrganization(
      jumelage::registry::v1::UpdateOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::Organization> DeleteOrganization(
      jumelage::registry::v1::DeleteOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::Organization> UndeleteOrganization(
      jumelage::registry::v1::UndeleteOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::SearchOrganizationsResponse> SearchOrganizations(
      const jumelage::registry::v1::SearchOrganizationsRequest& request);
  absl::StatusOr<jumelage::registry::v1::Organization> MergeOrganization(
      jumelage::registry::v1::MergeOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::Organization> UnmergeOrganization(
      jumelage::registry::v1::UnmergeOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::Organization> PurgeOrganization(
      jumelage::registry::v1::PurgeOrganizationRequest request);
  absl::StatusOr<jumelage::registry::v1::QueryMembersResponse> QueryMembers(
      const jumelage::registry::v1::QueryMembersRequest& request);
  absl::StatusOr<jumelage::registry::v1::QueryMembershipsResponse> QueryMemberships(
      const jumelage::registry::v1::QueryMembershipsRequest& request);

  // Agreements.
  absl::StatusOr<jumelage::registry::v1::Agreement> GetAgreement(
      const jumelage::registry::v1::GetAgreementRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListAgreementsResponse> ListAgreements(
      const jumelage::registry::v1::ListAgreementsRequest& request);
  absl::StatusOr<jumelage::registry::v1::BatchGetAgreementsResponse> BatchGetAgreements(
      const jumelage::registry::v1::BatchGetAgreementsRequest& request);
  absl::StatusOr<jumelage::registry::v1::Agreement> CreateAgreement(
      jumelage::registry::v1::CreateAgreementRequest request);
  absl::StatusOr<jumelage::registry::v1::Agreement> UpdateAgreement(
      jumelage::registry::v1::UpdateAgreementRequest request);
  absl::StatusOr<jumelage::registry::v1::Agreement> DeleteAgreement(
      jumelage::registry::v1::DeleteAgreementRequest request);
  absl::StatusOr<jumelage::registry::v1::Agreement> UndeleteAgreement(
      jumelage::registry::v1::UndeleteAgreementRequest request);
  absl::StatusOr<jumelage::registry::v1::SearchAgreementsResponse> SearchAgreements(
      const jumelage::registry::v1::SearchAgreementsRequest& request);
  absl::StatusOr<jumelage::registry::v1::Agreement> PurgeAgreement(
      jumelage::registry::v1::PurgeAgreementRequest request);
  absl::StatusOr<jumelage::registry::v1::QueryInForceResponse> QueryInForce(
      const jumelage::registry::v1::QueryInForceRequest& request);

  // Twinnings: records, life-cycle steps and queries.
  absl::StatusOr<jumelage::registry::v1::Twinning> GetTwinning(
      const jumelage::registry::v1::GetTwinningRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListTwinningsResponse> ListTwinnings(
      const jumelage::registry::v1::ListTwinningsRequest& request);
  absl::StatusOr<jumelage::registry::v1::BatchGetTwinningsResponse> BatchGetTwinnings(
      const jumelage::registry::v1::BatchGetTwinningsRequest& request);
  absl::StatusOr<jumelage::registry::v1::Twinning> CreateTwinning(
      jumelage::registry::v1::CreateTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> UpdateTwinning(
      jumelage::registry::v1::UpdateTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> DeleteTwinning(
      jumelage::registry::v1::DeleteTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> UndeleteTwinning(
      jumelage::registry::v1::UndeleteTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> PurgeTwinning(
      jumelage::registry::v1::PurgeTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> SignTwinning(
      jumelage::registry::v1::SignTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> SuspendTwinning(
      jumelage::registry::v1::SuspendTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> MarkTwinningDormant(
      jumelage::registry::v1::MarkTwinningDormantRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> ReactivateTwinning(
      jumelage::registry::v1::ReactivateTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> EndTwinning(
      jumelage::registry::v1::EndTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> AttestTwinning(
      jumelage::registry::v1::AttestTwinningRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> RetractTwinningAttestation(
      jumelage::registry::v1::RetractTwinningAttestationRequest request);
  absl::StatusOr<jumelage::registry::v1::Twinning> CorrectTwinningLedger(
      jumelage::registry::v1::CorrectTwinningLedgerRequest request);
  absl::StatusOr<jumelage::registry::v1::QueryPartnersResponse> QueryPartners(
      const jumelage::registry::v1::QueryPartnersRequest& request);
  absl::StatusOr<jumelage::registry::v1::QueryDisagreementsResponse> QueryDisagreements(
      const jumelage::registry::v1::QueryDisagreementsRequest& request);
  absl::StatusOr<jumelage::registry::v1::QueryAnniversariesResponse> QueryAnniversaries(
      const jumelage::registry::v1::QueryAnniversariesRequest& request);

  // Records in bulk. ImportRecords adds no request_id; see Caller::MutateIdempotently.
  absl::StatusOr<jumelage::registry::v1::ImportRecordsResponse> ImportRecords(
      const jumelage::registry::v1::ImportRecordsRequest& request);
  // Calls `take` with each message of the export. If `take` returns an error, cancels the export
  // and returns that error. The timeout in ClientOptions does not apply. Failed calls are not
  // retried.
  absl::Status ExportRecords(
      const jumelage::registry::v1::ExportRecordsRequest& request,
      absl::FunctionRef<absl::Status(const jumelage::registry::v1::ExportRecordsResponse&)> take);

  // History: past states, redaction and compaction.
  absl::StatusOr<jumelage::registry::v1::ListCityRevisionsResponse> ListCityRevisions(
      const jumelage::registry::v1::ListCityRevisionsRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListOrganizationRevisionsResponse>
  ListOrganizationRevisions(
      const jumelage::registry::v1::ListOrganizationRevisionsRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListAgreementRevisionsResponse> ListAgreementRevisions(
      const jumelage::registry::v1::ListAgreementRevisionsRequest& request);
  absl::StatusOr<jumelage::registry::v1::ListTwinningRevisionsResponse> ListTwinningRevisions(
      const jumelage::registry::v1::ListTwinningRevisionsRequest& request);
  absl::StatusOr<jumelage::registry::v1::RedactTextsResponse> RedactTexts(
      jumelage::registry::v1::RedactTextsRequest request);
  absl::StatusOr<jumelage::registry::v1::CompactHistoryResponse> CompactHistory(
      jumelage::registry::v1::CompactHistoryRequest request);

  // The network of twinnings.
  absl::StatusOr<jumelage::registry::v1::FindPathsResponse> FindPaths(
      const jumelage::registry::v1::FindPathsRequest& request);
  absl::StatusOr<jumelage::registry::v1::QueryCommonPartnersResponse> QueryCommonPartners(
      const jumelage::registry::v1::QueryCommonPartnersRequest& request);
  absl::StatusOr<jumelage::registry::v1::QueryNeighborhoodResponse> QueryNeighborhood(
      const jumelage::registry::v1::QueryNeighborhoodRequest& request);
  absl::StatusOr<jumelage::registry::v1::QueryCountryLinksResponse> QueryCountryLinks(
      const jumelage::registry::v1::QueryCountryLinksRequest& request);
  absl::StatusOr<jumelage::registry::v1::ComputeStatisticsResponse> ComputeStatistics(
      const jumelage::registry::v1::ComputeStatisticsRequest& request);

  // Watches as described for Watcher::Run.
  absl::Status Watch(const jumelage::registry::v1::WatchRequest& request,
                     WatchListener<RegistryWatch>* listener);

  // Returns the position of the last successful mutation made through this client, as
  // Caller::written does.
  absl::optional<Position> written() const;

 private:
  // The generated headers of the stubs take most of the time that it takes to compile a caller, so
  // only the implementation includes them.
  struct Calls;
  const std::unique_ptr<Calls> calls_;
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_REGISTRY_CLIENT_H_
