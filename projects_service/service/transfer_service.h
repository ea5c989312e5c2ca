#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_TRANSFER_SERVICE_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_TRANSFER_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "common/resource/admission.h"
#include "common/resource/export_server.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "jumelage/projects/v1/transfer_service.grpc.pb.h"

namespace jumelage {

// Implements jumelage.projects.v1.TransferService; the contract documents each method. Thread-safe.
// `store` and `projects` must outlive the service.
class ProjectTransferService
    : public projects::v1::TransferService::WithRawCallbackMethod_ExportRecords<
          projects::v1::TransferService::CallbackService> {
 public:
  ProjectTransferService(Store* store, const StandardMethods<projects::v1::Project>* projects,
                         Handler::MetadataHook hook);

  grpc::ServerUnaryReactor* ImportRecords(grpc::CallbackServerContext* context,
                                          const projects::v1::ImportRecordsRequest* request,
                                          projects::v1::ImportRecordsResponse* response) override;

  grpc::ServerWriteReactor<grpc::ByteBuffer>* ExportRecords(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

  // Ends all exports in progress. Called when the server drains.
  void Drain() { exports_.Drain(); }

 private:
  const StandardMethods<projects::v1::Project>& projects_;
  const Handler handler_;
  ExportServer exports_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_TRANSFER_SERVICE_H_
