#include "registry_service/service/agreement_service.h"

#include <string>

#include "common/values/text_folding.h"
#include "registry_service/domain/agreement_rules.h"
#include "registry_service/service/queries/in_force_query.h"
#include "registry_service/service/redirect_rules.h"
#include "registry_service/storage/lists.h"

namespace jumelage {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using registry::v1::Agreement;
using registry::v1::AgreementRevision;
using registry::v1::BatchGetAgreementsRequest;
using registry::v1::BatchGetAgreementsResponse;
using registry::v1::CreateAgreementRequest;
using registry::v1::DeleteAgreementRequest;
using registry::v1::GetAgreementRequest;
using registry::v1::ListAgreementRevisionsRequest;
using registry::v1::ListAgreementRevisionsResponse;
using registry::v1::ListAgreementsRequest;
using registry::v1::ListAgreementsResponse;
using registry::v1::QueryInForceRequest;
using registry::v1::QueryInForceResponse;
using registry::v1::SearchAgreementsRequest;
using registry::v1::SearchAgreementsResponse;
using registry::v1::UndeleteAgreementRequest;
using registry::v1::UpdateAgreementRequest;

ResourceRules<Agreement> AgreementResourceRules() {
  auto rules = RulesWithRedirects<Agreement>();
  rules.field = "agreement";
  rules.check = CheckAgreement;
  rules.propose_id = [](const Agreement& agreement) {
    const int year = agreement.signed_date().earliest().year();
    return MakeResourceId(
        {year == 0 ? "" : std::to_string(year), FoldText(agreement.display_name())}, "agreement");
  };
  return rules;
}

}  // namespace

AgreementService::AgreementService(Store* store, const RegistryTables* tables)
    : tables_(tables),
      handler_(store, registry::v1::AgreementService::service_full_name()),
      methods_(&handler_, &tables->admission(), &tables->agreements(), AgreementList(),
               AgreementResourceRules()),
      search_(&handler_, &methods_, kAgreementNames) {}

ServerUnaryReactor* AgreementService::GetAgreement(CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request,
                                                   grpc::ByteBuffer* response) {
  return methods_.Get<GetAgreementRequest>(context, request, response);
}

ServerUnaryReactor* AgreementService::ListAgreements(CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  return methods_.List<ListAgreementsRequest, ListAgreementsResponse>(context, request, response);
}

ServerUnaryReactor* AgreementService::BatchGetAgreements(CallbackServerContext* context,
                                                         const BatchGetAgreementsRequest* request,
                                                         BatchGetAgreementsResponse* response) {
  return methods_.BatchGet(context, request, response,
                           &BatchGetAgreementsResponse::mutable_agreements);
}

ServerUnaryReactor* AgreementService::CreateAgreement(CallbackServerContext* context,
                                                      const CreateAgreementRequest* request,
                                                      Agreement* response) {
  return methods_.Create(context, request, response, "CreateAgreement", "agreement_id",
                         &CreateAgreementRequest::agreement_id, &CreateAgreementRequest::agreement);
}

ServerUnaryReactor* AgreementService::UpdateAgreement(CallbackServerContext* context,
                                                      const UpdateAgreementRequest* request,
                                                      Agreement* response) {
  return methods_.Update(context, request, response, "UpdateAgreement",
                         &UpdateAgreementRequest::agreement);
}

ServerUnaryReactor* AgreementService::DeleteAgreement(CallbackServerContext* context,
                                                      const DeleteAgreementRequest* request,
                                                      Agreement* response) {
  return methods_.Delete(context, request, response, "DeleteAgreement");
}

ServerUnaryReactor* AgreementService::UndeleteAgreement(CallbackServerContext* context,
                                                        const UndeleteAgreementRequest* request,
                                                        Agreement* response) {
  return methods_.Undelete(context, request, response, "UndeleteAgreement");
}

ServerUnaryReactor* AgreementService::ListAgreementRevisions(
    CallbackServerContext* context, const ListAgreementRevisionsRequest* request,
    ListAgreementRevisionsResponse* response) {
  return methods_.ListRevisions(context, request, response, &AgreementRevision::mutable_agreement);
}

ServerUnaryReactor* AgreementService::PurgeAgreement(
    CallbackServerContext* context, const registry::v1::PurgeAgreementRequest* request,
    Agreement* response) {
  return methods_.Purge(context, request, response, "PurgeAgreement");
}

ServerUnaryReactor* AgreementService::QueryInForce(CallbackServerContext* context,
                                                   const QueryInForceRequest* request,
                                                   QueryInForceResponse* response) {
  return handler_.Query<QueryInForceRequest, QueryInForceResponse>(
      context, request, response, ValidateQueryInForce,
      [this](const Snapshot& snapshot, const QueryInForceRequest& request,
             QueryInForceResponse* response) {
        return QueryInForceIn(*tables_, snapshot, request, response);
      });
}

ServerUnaryReactor* AgreementService::SearchAgreements(CallbackServerContext* context,
                                                       const SearchAgreementsRequest* request,
                                                       SearchAgreementsResponse* response) {
  return search_.Search(context, request, response,
                        &registry::v1::AgreementSearchResult::mutable_agreement);
}

}  // namespace jumelage
