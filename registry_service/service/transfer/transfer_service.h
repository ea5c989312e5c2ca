#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_TRANSFER_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_TRANSFER_SERVICE_H_

#include "common/rpc/handler.h"
#include "jumelage/registry/v1/transfer_service.grpc.pb.h"
#include "registry_service/service/transfer/export_server.h"
#include "registry_service/service/transfer/import_run.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// jumelage.registry.v1.TransferService; the contract says what each method does. Thread-safe;
// `store`, `tables` and what `types` names outlive it.
class TransferService : public registry::v1::TransferService::CallbackService {
 public:
  TransferService(Store* store, const RegistryTables* tables, const ImportedTypes& types);

  grpc::ServerUnaryReactor* ImportRecords(grpc::CallbackServerContext* context,
                                          const registry::v1::ImportRecordsRequest* request,
                                          registry::v1::ImportRecordsResponse* response) override;

  grpc::ServerWriteReactor<registry::v1::ExportRecordsResponse>* ExportRecords(
      grpc::CallbackServerContext* context,
      const registry::v1::ExportRecordsRequest* request) override;

  // Ends every export; called when the server drains.
  void Drain() { exports_.Drain(); }

 private:
  const RegistryTables& tables_;
  const ImportedTypes types_;
  const Handler handler_;
  ExportServer exports_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_TRANSFER_SERVICE_H_
