#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_WATCH_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_WATCH_SERVICE_H_

#include "common/rpc/handler.h"
#include "common/watch/codec.h"
#include "common/watch/feed.h"
#include "common/watch/watch_server.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"

namespace jumelage {

// Implements jumelage.registry.v1.WatchService, the stream of changes. The method is raw (it sends
// serialized messages), so that each message is encoded only once, however many watchers receive
// it. Thread-safe. `store` and `feed` must outlive the service.
class RegistryWatchService : public registry::v1::WatchService::WithRawCallbackMethod_Watch<
                                 registry::v1::WatchService::Service> {
 public:
  RegistryWatchService(Store* store, Feed* feed);

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override;

  // Ends every stream. Must be called when the server drains.
  void Drain() { server_.Drain(); }

 private:
  const Handler handler_;
  const TypedWatchCodec<registry::v1::WatchResponse, registry::v1::Commit,
                        registry::v1::ResourceChange>
      codec_;
  WatchServer server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_WATCH_SERVICE_H_
