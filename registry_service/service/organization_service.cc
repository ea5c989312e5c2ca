#include "registry_service/service/organization_service.h"

#include <string>
#include <vector>

#include "common/values/text_folding.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/organization_rules.h"
#include "registry_service/service/admission.h"
#include "registry_service/service/country_search.h"
#include "registry_service/service/queries/membership_query.h"
#include "registry_service/service/redirect_rules.h"
#include "registry_service/storage/lists.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using registry::v1::BatchGetOrganizationsRequest;
using registry::v1::BatchGetOrganizationsResponse;
using registry::v1::CreateOrganizationRequest;
using registry::v1::DeleteOrganizationRequest;
using registry::v1::GetOrganizationRequest;
using registry::v1::ListOrganizationRevisionsRequest;
using registry::v1::ListOrganizationRevisionsResponse;
using registry::v1::ListOrganizationsRequest;
using registry::v1::ListOrganizationsResponse;
using registry::v1::MergeOrganizationRequest;
using registry::v1::Organization;
using registry::v1::OrganizationRevision;
using registry::v1::QueryMembershipsRequest;
using registry::v1::QueryMembershipsResponse;
using registry::v1::QueryMembersRequest;
using registry::v1::QueryMembersResponse;
using registry::v1::SearchOrganizationsRequest;
using registry::v1::SearchOrganizationsResponse;
using registry::v1::UndeleteOrganizationRequest;
using registry::v1::UnmergeOrganizationRequest;
using registry::v1::UpdateOrganizationRequest;

ResourceRules<Organization> OrganizationResourceRules() {
  auto rules = RulesWithRedirects<Organization>();
  rules.field = "organization";
  rules.check = CheckOrganization;
  rules.propose_id = [](const Organization& organization) {
    return MakeResourceId({organization.country(), FoldText(organization.display_name())},
                          "organization");
  };
  rules.admit = CheckMembersOf;
  return rules;
}

// Returns MEMBER_OF_ITSELF if a member of the organization `name` resolves to the organization
// itself.
absl::Status CheckNotOwnMember(const RegistryTables& tables, sqlite::Database& db,
                               const std::string& name) {
  JUMELAGE_ASSIGN_OR_RETURN(const Organization organization, tables.organizations().Get(db, name));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<int> own, OwnMemberships(db, organization));
  return own.empty() ? absl::OkStatus() : MemberOfItselfError(name);
}

}  // namespace

OrganizationService::OrganizationService(Store* store, const RegistryTables* tables)
    : tables_(tables),
      handler_(store, registry::v1::OrganizationService::service_full_name()),
      methods_(&handler_, &tables->admission(), &tables->organizations(), OrganizationList(),
               OrganizationResourceRules()),
      merges_(&handler_, &tables->admission(), &tables->organizations()),
      search_(&handler_, &methods_, kOrganizationNames, NamesOf) {}

ServerUnaryReactor* OrganizationService::GetOrganization(CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request,
                                                         grpc::ByteBuffer* response) {
  return methods_.Get<GetOrganizationRequest>(context, request, response);
}

ServerUnaryReactor* OrganizationService::ListOrganizations(CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  return methods_.List<ListOrganizationsRequest, ListOrganizationsResponse>(context, request,
                                                                            response);
}

ServerUnaryReactor* OrganizationService::BatchGetOrganizations(
    CallbackServerContext* context, const BatchGetOrganizationsRequest* request,
    BatchGetOrganizationsResponse* response) {
  return methods_.BatchGet(context, request, response,
                           &BatchGetOrganizationsResponse::mutable_organizations);
}

ServerUnaryReactor* OrganizationService::CreateOrganization(
    CallbackServerContext* context, const CreateOrganizationRequest* request,
    Organization* response) {
  return methods_.Create(context, request, response, "CreateOrganization", "organization_id",
                         &CreateOrganizationRequest::organization_id,
                         &CreateOrganizationRequest::organization);
}

ServerUnaryReactor* OrganizationService::UpdateOrganization(
    CallbackServerContext* context, const UpdateOrganizationRequest* request,
    Organization* response) {
  return methods_.Update(context, request, response, "UpdateOrganization",
                         &UpdateOrganizationRequest::organization);
}

ServerUnaryReactor* OrganizationService::DeleteOrganization(
    CallbackServerContext* context, const DeleteOrganizationRequest* request,
    Organization* response) {
  return methods_.Delete(context, request, response, "DeleteOrganization");
}

ServerUnaryReactor* OrganizationService::UndeleteOrganization(
    CallbackServerContext* context, const UndeleteOrganizationRequest* request,
    Organization* response) {
  return methods_.Undelete(context, request, response, "UndeleteOrganization");
}

ServerUnaryReactor* OrganizationService::ListOrganizationRevisions(
    CallbackServerContext* context, const ListOrganizationRevisionsRequest* request,
    ListOrganizationRevisionsResponse* response) {
  return methods_.ListRevisions(context, request, response,
                                &OrganizationRevision::mutable_organization);
}

ServerUnaryReactor* OrganizationService::MergeOrganization(CallbackServerContext* context,
                                                           const MergeOrganizationRequest* request,
                                                           Organization* response) {
  return merges_.Merge<MergeOrganizationRequest>(
      context, request, response, "MergeOrganization",
      [](const MergeOrganizationRequest& request) {
        return ValidateMerge(request, "organizations");
      },
      [this](Transaction& transaction, const MergeOrganizationRequest&, const std::string& into) {
        return CheckNotOwnMember(*tables_, transaction.db(), into);
      });
}

ServerUnaryReactor* OrganizationService::UnmergeOrganization(
    CallbackServerContext* context, const UnmergeOrganizationRequest* request,
    Organization* response) {
  return merges_.Unmerge<UnmergeOrganizationRequest>(
      context, request, response, "UnmergeOrganization",
      [](const UnmergeOrganizationRequest& request) {
        return ValidateChange(request, "organizations");
      },
      [this](Transaction& transaction, const UnmergeOrganizationRequest& request,
             const std::string&) {
        return CheckNotOwnMember(*tables_, transaction.db(), request.name());
      });
}

ServerUnaryReactor* OrganizationService::PurgeOrganization(
    CallbackServerContext* context, const registry::v1::PurgeOrganizationRequest* request,
    Organization* response) {
  return methods_.Purge(context, request, response, "PurgeOrganization");
}

ServerUnaryReactor* OrganizationService::QueryMembers(CallbackServerContext* context,
                                                      const QueryMembersRequest* request,
                                                      QueryMembersResponse* response) {
  return handler_.Query<QueryMembersRequest, QueryMembersResponse>(
      context, request, response, ValidateQueryMembers,
      [this](const Snapshot& snapshot, const QueryMembersRequest& request,
             QueryMembersResponse* response) {
        return QueryMembersIn(*tables_, snapshot, request, response);
      });
}

ServerUnaryReactor* OrganizationService::QueryMemberships(CallbackServerContext* context,
                                                          const QueryMembershipsRequest* request,
                                                          QueryMembershipsResponse* response) {
  return handler_.Query<QueryMembershipsRequest, QueryMembershipsResponse>(
      context, request, response, ValidateQueryMemberships,
      [this](const Snapshot& snapshot, const QueryMembershipsRequest& request,
             QueryMembershipsResponse* response) {
        return QueryMembershipsIn(*tables_, snapshot, request, response);
      });
}

ServerUnaryReactor* OrganizationService::SearchOrganizations(
    CallbackServerContext* context, const SearchOrganizationsRequest* request,
    SearchOrganizationsResponse* response) {
  return search_.Search(
      context, request, response, &registry::v1::OrganizationSearchResult::mutable_organization,
      SearchInCountry<Organization, SearchOrganizationsRequest, SearchOrganizationsResponse>());
}

}  // namespace jumelage
