#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_AGREEMENT_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_AGREEMENT_SERVICE_H_

#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "common/search/name_search_method.h"
#include "jumelage/registry/v1/agreement_service.grpc.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Implements jumelage.registry.v1.AgreementService; the contract documents each method.
// Thread-safe. `store` and `tables` must outlive the service.
class AgreementService : public registry::v1::AgreementService::WithRawCallbackMethod_GetAgreement<
                             registry::v1::AgreementService::WithRawCallbackMethod_ListAgreements<
                                 registry::v1::AgreementService::CallbackService>> {
 public:
  AgreementService(Store* store, const RegistryTables* tables);

  const StandardMethods<registry::v1::Agreement>& methods() const { return methods_; }

  grpc::ServerUnaryReactor* GetAgreement(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListAgreements(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchGetAgreements(
      grpc::CallbackServerContext* context, const registry::v1::BatchGetAgreementsRequest* request,
      registry::v1::BatchGetAgreementsResponse* response) override;
  grpc::ServerUnaryReactor* CreateAgreement(grpc::CallbackServerContext* context,
                                            const registry::v1::CreateAgreementRequest* request,
                                            registry::v1::Agreement* response) override;
  grpc::ServerUnaryReactor* UpdateAgreement(grpc::CallbackServerContext* context,
                                            const registry::v1::UpdateAgreementRequest* request,
                                            registry::v1::Agreement* response) override;
  grpc::ServerUnaryReactor* DeleteAgreement(grpc::CallbackServerContext* context,
                                            const registry::v1::DeleteAgreementRequest* request,
                                            registry::v1::Agreement* response) override;
  grpc::ServerUnaryReactor* UndeleteAgreement(grpc::CallbackServerContext* context,
                                              const registry::v1::UndeleteAgreementRequest* request,
                                              registry::v1::Agreement* response) override;
  grpc::ServerUnaryReactor* ListAgreementRevisions(
      grpc::CallbackServerContext* context,
      const registry::v1::ListAgreementRevisionsRequest* request,
      registry::v1::ListAgreementRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* PurgeAgreement(grpc::CallbackServerContext* context,
                                           const registry::v1::PurgeAgreementRequest* request,
                                           registry::v1::Agreement* response) override;

  grpc::ServerUnaryReactor* QueryInForce(grpc::CallbackServerContext* context,
                                         const registry::v1::QueryInForceRequest* request,
                                         registry::v1::QueryInForceResponse* response) override;
  grpc::ServerUnaryReactor* SearchAgreements(
      grpc::CallbackServerContext* context, const registry::v1::SearchAgreementsRequest* request,
      registry::v1::SearchAgreementsResponse* response) override;

 private:
  const RegistryTables* const tables_;
  const Handler handler_;
  const StandardMethods<registry::v1::Agreement> methods_;
  const NameSearchMethod<registry::v1::Agreement> search_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_AGREEMENT_SERVICE_H_
