#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_HISTORY_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_HISTORY_SERVICE_H_

#include "common/rpc/handler.h"
#include "jumelage/registry/v1/history_service.grpc.pb.h"

namespace jumelage {

// The bounds of RedactTexts: texts, their length (in bytes at least, in characters at most), names,
// and current resources that one call changes.
inline constexpr int kMaxRedactedTexts = 20;
inline constexpr int kMinRedactedTextBytes = 3;
inline constexpr int kMaxRedactedTextLength = 200;
inline constexpr int kMaxRedactedNames = 1000;
inline constexpr int kMaxRedactedResources = 1000;

// jumelage.registry.v1.HistoryService; the contract says what each method does. Thread-safe;
// `store` outlives it.
class HistoryService : public registry::v1::HistoryService::CallbackService {
 public:
  explicit HistoryService(Store* store);

  grpc::ServerUnaryReactor* RedactTexts(grpc::CallbackServerContext* context,
                                        const registry::v1::RedactTextsRequest* request,
                                        registry::v1::RedactTextsResponse* response) override;
  grpc::ServerUnaryReactor* CompactHistory(grpc::CallbackServerContext* context,
                                           const registry::v1::CompactHistoryRequest* request,
                                           registry::v1::CompactHistoryResponse* response) override;

 private:
  const Handler handler_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_HISTORY_SERVICE_H_
