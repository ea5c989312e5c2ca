#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TWINNING_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TWINNING_SERVICE_H_

#include "common/resource/ledger_methods.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "registry_service/domain/ledger.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Implements jumelage.registry.v1.TwinningService; the contract documents each method. Thread-safe.
// `store` and `tables` must outlive the service.
class TwinningService : public registry::v1::TwinningService::WithRawCallbackMethod_GetTwinning<
                            registry::v1::TwinningService::WithRawCallbackMethod_ListTwinnings<
                                registry::v1::TwinningService::CallbackService>> {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  TwinningService(Store* store, const RegistryTables* tables);

  const StandardMethods<registry::v1::Twinning>& methods() const { return methods_; }

  Reactor* GetTwinning(Context* context, const grpc::ByteBuffer* request,
                       grpc::ByteBuffer* response) override;
  Reactor* ListTwinnings(Context* context, const grpc::ByteBuffer* request,
                         grpc::ByteBuffer* response) override;
  Reactor* BatchGetTwinnings(Context* context,
                             const registry::v1::BatchGetTwinningsRequest* request,
                             registry::v1::BatchGetTwinningsResponse* response) override;
  Reactor* ListTwinningRevisions(Context* context,
                                 const registry::v1::ListTwinningRevisionsRequest* request,
                                 registry::v1::ListTwinningRevisionsResponse* response) override;
  Reactor* CreateTwinning(Context* context, const registry::v1::CreateTwinningRequest* request,
                          registry::v1::Twinning* response) override;
  Reactor* UpdateTwinning(Context* context, const registry::v1::UpdateTwinningRequest* request,
                          registry::v1::Twinning* response) override;
  Reactor* DeleteTwinning(Context* context, const registry::v1::DeleteTwinningRequest* request,
                          registry::v1::Twinning* response) override;
  Reactor* UndeleteTwinning(Context* context, const registry::v1::UndeleteTwinningRequest* request,
                            registry::v1::Twinning* response) override;

  Reactor* SignTwinning(Context* context, const registry::v1::SignTwinningRequest* request,
                        registry::v1::Twinning* response) override;
  Reactor* SuspendTwinning(Context* context, const registry::v1::SuspendTwinningRequest* request,
                           registry::v1::Twinning* response) override;
  Reactor* MarkTwinningDormant(Context* context,
                               const registry::v1::MarkTwinningDormantRequest* request,
                               registry::v1::Twinning* response) override;
  Reactor* ReactivateTwinning(Context* context,
                              const registry::v1::ReactivateTwinningRequest* request,
                              registry::v1::Twinning* response) override;
  Reactor* EndTwinning(Context* context, const registry::v1::EndTwinningRequest* request,
                       registry::v1::Twinning* response) override;
  Reactor* AttestTwinning(Context* context, const registry::v1::AttestTwinningRequest* request,
                          registry::v1::Twinning* response) override;

  Reactor* RetractTwinningAttestation(
      Context* context, const registry::v1::RetractTwinningAttestationRequest* request,
      registry::v1::Twinning* response) override;
  Reactor* CorrectTwinningLedger(Context* context,
                                 const registry::v1::CorrectTwinningLedgerRequest* request,
                                 registry::v1::Twinning* response) override;

  Reactor* QueryPartners(Context* context, const registry::v1::QueryPartnersRequest* request,
                         registry::v1::QueryPartnersResponse* response) override;
  Reactor* PurgeTwinning(Context* context, const registry::v1::PurgeTwinningRequest* request,
                         registry::v1::Twinning* response) override;
  Reactor* QueryDisagreements(Context* context,
                              const registry::v1::QueryDisagreementsRequest* request,
                              registry::v1::QueryDisagreementsResponse* response) override;
  Reactor* QueryAnniversaries(Context* context,
                              const registry::v1::QueryAnniversariesRequest* request,
                              registry::v1::QueryAnniversariesResponse* response) override;

 private:
  const RegistryTables* const tables_;
  const Handler handler_;
  const StandardMethods<registry::v1::Twinning> methods_;
  const LedgerMethods<TwinningLedger> ledger_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TWINNING_SERVICE_H_
