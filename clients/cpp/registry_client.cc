#include "clients/cpp/registry_client.h"

#include <utility>

#include "clients/cpp/caller.h"
#include "clients/cpp/watcher.h"
#include "grpcpp/client_context.h"
#include "jumelage/registry/v1/agreement_service.grpc.pb.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/history_service.grpc.pb.h"
#include "jumelage/registry/v1/network_service.grpc.pb.h"
#include "jumelage/registry/v1/organization_service.grpc.pb.h"
#include "jumelage/registry/v1/transfer_service.grpc.pb.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"

namespace jumelage::client {

namespace v1 = ::jumelage::registry::v1;

struct RegistryClient::Calls {
  Calls(const std::shared_ptr<grpc::Channel>& channel, const ClientOptions& options)
      : caller(options),
        cities(v1::CityService::NewStub(channel)),
        organizations(v1::OrganizationService::NewStub(channel)),
        agreements(v1::AgreementService::NewStub(channel)),
        twinnings(v1::TwinningService::NewStub(channel)),
        transfer(v1::TransferService::NewStub(channel)),
        history(v1::HistoryService::NewStub(channel)),
        network(v1::NetworkService::NewStub(channel)),
        watch(v1::WatchService::NewStub(channel)) {}

  Caller caller;
  const std::unique_ptr<v1::CityService::StubInterface> cities;
  const std::unique_ptr<v1::OrganizationService::StubInterface> organizations;
  const std::unique_ptr<v1::AgreementService::StubInterface> agreements;
  const std::unique_ptr<v1::TwinningService::StubInterface> twinnings;
  const std::unique_ptr<v1::TransferService::StubInterface> transfer;
  const std::unique_ptr<v1::HistoryService::StubInterface> history;
  const std::unique_ptr<v1::NetworkService::StubInterface> network;
  const std::unique_ptr<v1::WatchService::StubInterface> watch;
};

RegistryClient::RegistryClient(const std::shared_ptr<grpc::Channel>& channel,
                               const ClientOptions& options)
    : calls_(std::make_unique<Calls>(channel, options)) {}

RegistryClient::~RegistryClient() = default;

absl::StatusOr<v1::City> RegistryClient::GetCity(const v1::GetCityRequest& request) {
  return calls_->caller.Query(*calls_->cities, &v1::CityService::StubInterface::GetCity, request);
}

absl::StatusOr<v1::ListCitiesResponse> RegistryClient::ListCities(
    const v1::ListCitiesRequest& request) {
  return calls_->caller.Query(*calls_->cities, &v1::CityService::StubInterface::ListCities,
                              request);
}

absl::StatusOr<v1::BatchGetCitiesResponse> RegistryClient::BatchGetCities(
    const v1::BatchGetCitiesRequest& request) {
  return calls_->caller.Query(*calls_->cities, &v1::CityService::StubInterface::BatchGetCities,
                              request);
}

absl::StatusOr<v1::City> RegistryClient::CreateCity(v1::CreateCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::CreateCity,
                               std::move(request));
}

absl::StatusOr<v1::City> RegistryClient::UpdateCity(v1::UpdateCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::UpdateCity,
                               std::move(request));
}

absl::StatusOr<v1::City> RegistryClient::DeleteCity(v1::DeleteCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::DeleteCity,
                               std::move(request));
}

absl::StatusOr<v1::City> RegistryClient::UndeleteCity(v1::UndeleteCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::UndeleteCity,
                               std::move(request));
}

absl::StatusOr<v1::SearchCitiesResponse> RegistryClient::SearchCities(
    const v1::SearchCitiesRequest& request) {
  return calls_->caller.Query(*calls_->cities, &v1::CityService::StubInterface::SearchCities,
                              request);
}

absl::StatusOr<v1::City> RegistryClient::MergeCity(v1::MergeCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::MergeCity,
                               std::move(request));
}

absl::StatusOr<v1::City> RegistryClient::UnmergeCity(v1::UnmergeCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::UnmergeCity,
                               std::move(request));
}

absl::StatusOr<v1::City> RegistryClient::PurgeCity(v1::PurgeCityRequest request) {
  return calls_->caller.Mutate(*calls_->cities, &v1::CityService::StubInterface::PurgeCity,
                               std::move(request));
}

absl::StatusOr<v1::QueryDuplicatesResponse> RegistryClient::QueryDuplicates(
    const v1::QueryDuplicatesRequest& request) {
  return calls_->caller.Query(*calls_->cities, &v1::CityService::StubInterface::QueryDuplicates,
                              request);
}

absl::StatusOr<v1::Organization> RegistryClient::GetOrganization(
    const v1::GetOrganizationRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::GetOrganization, request);
}

absl::StatusOr<v1::ListOrganizationsResponse> RegistryClient::ListOrganizations(
    const v1::ListOrganizationsRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::ListOrganizations, request);
}

absl::StatusOr<v1::BatchGetOrganizationsResponse> RegistryClient::BatchGetOrganizations(
    const v1::BatchGetOrganizationsRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::BatchGetOrganizations,
                              request);
}

absl::StatusOr<v1::Organization> RegistryClient::CreateOrganization(
    v1::CreateOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::CreateOrganization,
                               std::move(request));
}

absl::StatusOr<v1::Organization> RegistryClient::UpdateOrganization(
    v1::UpdateOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::UpdateOrganization,
                               std::move(request));
}

absl::StatusOr<v1::Organization> RegistryClient::DeleteOrganization(
    v1::DeleteOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::DeleteOrganization,
                               std::move(request));
}

absl::StatusOr<v1::Organization> RegistryClient::UndeleteOrganization(
    v1::UndeleteOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::UndeleteOrganization,
                               std::move(request));
}

absl::StatusOr<v1::SearchOrganizationsResponse> RegistryClient::SearchOrganizations(
    const v1::SearchOrganizationsRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::SearchOrganizations,
                              request);
}

absl::StatusOr<v1::Organization> RegistryClient::MergeOrganization(
    v1::MergeOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::MergeOrganization,
                               std::move(request));
}

absl::StatusOr<v1::Organization> RegistryClient::UnmergeOrganization(
    v1::UnmergeOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::UnmergeOrganization,
                               std::move(request));
}

absl::StatusOr<v1::Organization> RegistryClient::PurgeOrganization(
    v1::PurgeOrganizationRequest request) {
  return calls_->caller.Mutate(*calls_->organizations,
                               &v1::OrganizationService::StubInterface::PurgeOrganization,
                               std::move(request));
}

absl::StatusOr<v1::QueryMembersResponse> RegistryClient::QueryMembers(
    const v1::QueryMembersRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::QueryMembers, request);
}

absl::StatusOr<v1::QueryMembershipsResponse> RegistryClient::QueryMemberships(
    const v1::QueryMembershipsRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::QueryMemberships, request);
}

absl::StatusOr<v1::Agreement> RegistryClient::GetAgreement(const v1::GetAgreementRequest& request) {
  return calls_->caller.Query(*calls_->agreements,
                              &v1::AgreementService::StubInterface::GetAgreement, request);
}

absl::StatusOr<v1::ListAgreementsResponse> RegistryClient::ListAgreements(
    const v1::ListAgreementsRequest& request) {
  return calls_->caller.Query(*calls_->agreements,
                              &v1::AgreementService::StubInterface::ListAgreements, request);
}

absl::StatusOr<v1::BatchGetAgreementsResponse> RegistryClient::BatchGetAgreements(
    const v1::BatchGetAgreementsRequest& request) {
  return calls_->caller.Query(*calls_->agreements,
                              &v1::AgreementService::StubInterface::BatchGetAgreements, request);
}

absl::StatusOr<v1::Agreement> RegistryClient::CreateAgreement(v1::CreateAgreementRequest request) {
  return calls_->caller.Mutate(*calls_->agreements,
                               &v1::AgreementService::StubInterface::CreateAgreement,
                               std::move(request));
}

absl::StatusOr<v1::Agreement> RegistryClient::UpdateAgreement(v1::UpdateAgreementRequest request) {
  return calls_->caller.Mutate(*calls_->agreements,
                               &v1::AgreementService::StubInterface::UpdateAgreement,
                               std::move(request));
}

absl::StatusOr<v1::Agreement> RegistryClient::DeleteAgreement(v1::DeleteAgreementRequest request) {
  return calls_->caller.Mutate(*calls_->agreements,
                               &v1::AgreementService::StubInterface::DeleteAgreement,
                               std::move(request));
}

absl::StatusOr<v1::Agreement> RegistryClient::UndeleteAgreement(
    v1::UndeleteAgreementRequest request) {
  return calls_->caller.Mutate(*calls_->agreements,
                               &v1::AgreementService::StubInterface::UndeleteAgreement,
                               std::move(request));
}

absl::StatusOr<v1::SearchAgreementsResponse> RegistryClient::SearchAgreements(
    const v1::SearchAgreementsRequest& request) {
  return calls_->caller.Query(*calls_->agreements,
                              &v1::AgreementService::StubInterface::SearchAgreements, request);
}

absl::StatusOr<v1::Agreement> RegistryClient::PurgeAgreement(v1::PurgeAgreementRequest request) {
  return calls_->caller.Mutate(*calls_->agreements,
                               &v1::AgreementService::StubInterface::PurgeAgreement,
                               std::move(request));
}

absl::StatusOr<v1::QueryInForceResponse> RegistryClient::QueryInForce(
    const v1::QueryInForceRequest& request) {
  return calls_->caller.Query(*calls_->agreements,
                              &v1::AgreementService::StubInterface::QueryInForce, request);
}

absl::StatusOr<v1::Twinning> RegistryClient::GetTwinning(const v1::GetTwinningRequest& request) {
  return calls_->caller.Query(*calls_->twinnings, &v1::TwinningService::StubInterface::GetTwinning,
                              request);
}

absl::StatusOr<v1::ListTwinningsResponse> RegistryClient::ListTwinnings(
    const v1::ListTwinningsRequest& request) {
  return calls_->caller.Query(*calls_->twinnings,
                              &v1::TwinningService::StubInterface::ListTwinnings, request);
}

absl::StatusOr<v1::BatchGetTwinningsResponse> RegistryClient::BatchGetTwinnings(
    const v1::BatchGetTwinningsRequest& request) {
  return calls_->caller.Query(*calls_->twinnings,
                              &v1::TwinningService::StubInterface::BatchGetTwinnings, request);
}

absl::StatusOr<v1::Twinning> RegistryClient::CreateTwinning(v1::CreateTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::CreateTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::UpdateTwinning(v1::UpdateTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::UpdateTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::DeleteTwinning(v1::DeleteTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::DeleteTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::UndeleteTwinning(v1::UndeleteTwinningRequest request) {
  return calls_->caller.Mutate(*calls_->twinnings,
                               &v1::TwinningService::StubInterface::UndeleteTwinning,
                               std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::PurgeTwinning(v1::PurgeTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::PurgeTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::SignTwinning(v1::SignTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::SignTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::SuspendTwinning(v1::SuspendTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::SuspendTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::MarkTwinningDormant(
    v1::MarkTwinningDormantRequest request) {
  return calls_->caller.Mutate(*calls_->twinnings,
                               &v1::TwinningService::StubInterface::MarkTwinningDormant,
                               std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::ReactivateTwinning(
    v1::ReactivateTwinningRequest request) {
  return calls_->caller.Mutate(*calls_->twinnings,
                               &v1::TwinningService::StubInterface::ReactivateTwinning,
                               std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::EndTwinning(v1::EndTwinningRequest request) {
  return calls_->caller.Mutate(*calls_->twinnings, &v1::TwinningService::StubInterface::EndTwinning,
                               std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::AttestTwinning(v1::AttestTwinningRequest request) {
  return calls_->caller.Mutate(
      *calls_->twinnings, &v1::TwinningService::StubInterface::AttestTwinning, std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::RetractTwinningAttestation(
    v1::RetractTwinningAttestationRequest request) {
  return calls_->caller.Mutate(*calls_->twinnings,
                               &v1::TwinningService::StubInterface::RetractTwinningAttestation,
                               std::move(request));
}

absl::StatusOr<v1::Twinning> RegistryClient::CorrectTwinningLedger(
    v1::CorrectTwinningLedgerRequest request) {
  return calls_->caller.Mutate(*calls_->twinnings,
                               &v1::TwinningService::StubInterface::CorrectTwinningLedger,
                               std::move(request));
}

absl::StatusOr<v1::QueryPartnersResponse> RegistryClient::QueryPartners(
    const v1::QueryPartnersRequest& request) {
  return calls_->caller.Query(*calls_->twinnings,
                              &v1::TwinningService::StubInterface::QueryPartners, request);
}

absl::StatusOr<v1::ImportRecordsResponse> RegistryClient::ImportRecords(
    const v1::ImportRecordsRequest& request) {
  return calls_->caller.MutateIdempotently(
      *calls_->transfer, &v1::TransferService::StubInterface::ImportRecords, request);
}

absl::Status RegistryClient::ExportRecords(
    const v1::ExportRecordsRequest& request,
    absl::FunctionRef<absl::Status(const v1::ExportRecordsResponse&)> take) {
  return calls_->caller.Stream<v1::ExportRecordsResponse>(
      [&](grpc::ClientContext* context) {
        return calls_->transfer->ExportRecords(context, request);
      },
      take);
}

absl::StatusOr<v1::QueryDisagreementsResponse> RegistryClient::QueryDisagreements(
    const v1::QueryDisagreementsRequest& request) {
  return calls_->caller.Query(*calls_->twinnings,
                              &v1::TwinningService::StubInterface::QueryDisagreements, request);
}

absl::StatusOr<v1::QueryAnniversariesResponse> RegistryClient::QueryAnniversaries(
    const v1::QueryAnniversariesRequest& request) {
  return calls_->caller.Query(*calls_->twinnings,
                              &v1::TwinningService::StubInterface::QueryAnniversaries, request);
}

absl::StatusOr<v1::ListCityRevisionsResponse> RegistryClient::ListCityRevisions(
    const v1::ListCityRevisionsRequest& request) {
  return calls_->caller.Query(*calls_->cities, &v1::CityService::StubInterface::ListCityRevisions,
                              request);
}

absl::StatusOr<v1::ListOrganizationRevisionsResponse> RegistryClient::ListOrganizationRevisions(
    const v1::ListOrganizationRevisionsRequest& request) {
  return calls_->caller.Query(*calls_->organizations,
                              &v1::OrganizationService::StubInterface::ListOrganizationRevisions,
                              request);
}

absl::StatusOr<v1::ListAgreementRevisionsResponse> RegistryClient::ListAgreementRevisions(
    const v1::ListAgreementRevisionsRequest& request) {
  return calls_->caller.Query(
      *calls_->agreements, &v1::AgreementService::StubInterface::ListAgreementRevisions, request);
}

absl::StatusOr<v1::ListTwinningRevisionsResponse> RegistryClient::ListTwinningRevisions(
    const v1::ListTwinningRevisionsRequest& request) {
  return calls_->caller.Query(*calls_->twinnings,
                              &v1::TwinningService::StubInterface::ListTwinningRevisions, request);
}

absl::StatusOr<v1::RedactTextsResponse> RegistryClient::RedactTexts(
    v1::RedactTextsRequest request) {
  return calls_->caller.Mutate(*calls_->history, &v1::HistoryService::StubInterface::RedactTexts,
                               std::move(request));
}

absl::StatusOr<v1::CompactHistoryResponse> RegistryClient::CompactHistory(
    v1::CompactHistoryRequest request) {
  return calls_->caller.Mutate(*calls_->history, &v1::HistoryService::StubInterface::CompactHistory,
                               std::move(request));
}

absl::StatusOr<v1::FindPathsResponse> RegistryClient::FindPaths(
    const v1::FindPathsRequest& request) {
  return calls_->caller.Query(*calls_->network, &v1::NetworkService::StubInterface::FindPaths,
                              request);
}

absl::StatusOr<v1::QueryCommonPartnersResponse> RegistryClient::QueryCommonPartners(
    const v1::QueryCommonPartnersRequest& request) {
  return calls_->caller.Query(*calls_->network,
                              &v1::NetworkService::StubInterface::QueryCommonPartners, request);
}

absl::StatusOr<v1::QueryNeighborhoodResponse> RegistryClient::QueryNeighborhood(
    const v1::QueryNeighborhoodRequest& request) {
  return calls_->caller.Query(*calls_->network,
                              &v1::NetworkService::StubInterface::QueryNeighborhood, request);
}

absl::StatusOr<v1::QueryCountryLinksResponse> RegistryClient::QueryCountryLinks(
    const v1::QueryCountryLinksRequest& request) {
  return calls_->caller.Query(*calls_->network,
                              &v1::NetworkService::StubInterface::QueryCountryLinks, request);
}

absl::StatusOr<v1::ComputeStatisticsResponse> RegistryClient::ComputeStatistics(
    const v1::ComputeStatisticsRequest& request) {
  return calls_->caller.Query(*calls_->network,
                              &v1::NetworkService::StubInterface::ComputeStatistics, request);
}

absl::Status RegistryClient::Watch(const v1::WatchRequest& request,
                                   WatchListener<RegistryWatch>* listener) {
  return Watcher<RegistryWatch, v1::WatchService::StubInterface>(calls_->watch.get(),
                                                                 calls_->caller.options())
      .Run(request, listener);
}

absl::optional<Position> RegistryClient::written() const { return calls_->caller.written(); }

}  // namespace jumelage::client
