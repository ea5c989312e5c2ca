#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_HISTORY_SERVICE_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_HISTORY_SERVICE_H_

#include "common/resource/history_methods.h"
#include "common/rpc/handler.h"
#include "jumelage/projects/v1/history_service.grpc.pb.h"

namespace jumelage {

// Implements jumelage.projects.v1.HistoryService; the contract documents each method. Thread-safe.
// `store` must outlive the service.
class ProjectHistoryService : public projects::v1::HistoryService::CallbackService {
 public:
  ProjectHistoryService(Store* store, Handler::MetadataHook hook);

  grpc::ServerUnaryReactor* RedactTexts(grpc::CallbackServerContext* context,
                                        const projects::v1::RedactTextsRequest* request,
                                        projects::v1::RedactTextsResponse* response) override {
    return methods_.RedactTexts(context, request, response);
  }
  grpc::ServerUnaryReactor* CompactHistory(
      grpc::CallbackServerContext* context, const projects::v1::CompactHistoryRequest* request,
      projects::v1::CompactHistoryResponse* response) override {
    return methods_.CompactHistory(context, request, response);
  }

 private:
  const Handler handler_;
  const HistoryMethods methods_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_HISTORY_SERVICE_H_
