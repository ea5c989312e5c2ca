#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_HISTORY_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_HISTORY_SERVICE_H_

#include "common/resource/history_methods.h"
#include "common/rpc/handler.h"
#include "jumelage/registry/v1/history_service.grpc.pb.h"

namespace jumelage {

// Implements jumelage.registry.v1.HistoryService; the contract documents each method. Thread-safe.
// `store` must outlive the service.
class HistoryService : public registry::v1::HistoryService::CallbackService {
 public:
  explicit HistoryService(Store* store);

  grpc::ServerUnaryReactor* RedactTexts(grpc::CallbackServerContext* context,
                                        const registry::v1::RedactTextsRequest* request,
                                        registry::v1::RedactTextsResponse* response) override {
    return methods_.RedactTexts(context, request, response);
  }
  grpc::ServerUnaryReactor* CompactHistory(
      grpc::CallbackServerContext* context, const registry::v1::CompactHistoryRequest* request,
      registry::v1::CompactHistoryResponse* response) override {
    return methods_.CompactHistory(context, request, response);
  }

 private:
  const Handler handler_;
  const HistoryMethods methods_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_HISTORY_SERVICE_H_
