#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_TRANSFER_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_TRANSFER_SERVICE_H_

#include "common/resource/export_server.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "jumelage/registry/v1/transfer_service.grpc.pb.h"

namespace jumelage {

// The standard methods of the types that an import writes.
struct ImportedTypes {
  const StandardMethods<registry::v1::Agreement>* agreements;
  const StandardMethods<registry::v1::City>* cities;
  const StandardMethods<registry::v1::Organization>* organizations;
  const StandardMethods<registry::v1::Twinning>* twinnings;
};

// Implements jumelage.registry.v1.TransferService; the contract documents each method. Thread-safe.
// `store` and the objects to which `types` points must outlive the service.
class TransferService : public registry::v1::TransferService::WithRawCallbackMethod_ExportRecords<
                            registry::v1::TransferService::CallbackService> {
 public:
  TransferService(Store* store, const ImportedTypes& types);

  grpc::ServerUnaryReactor* ImportRecords(grpc::CallbackServerContext* context,
                                          const registry::v1::ImportRecordsRequest* request,
                                          registry::v1::ImportRecordsResponse* response) override;

  grpc::ServerWriteReactor<grpc::ByteBuffer>* ExportRecords(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

  // Ends every export. Must be called when the server drains.
  void Drain() { exports_.Drain(); }

 private:
  const ImportedTypes types_;
  const Handler handler_;
  ExportServer exports_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_TRANSFER_SERVICE_H_
