#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_WATCH_SERVICE_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_WATCH_SERVICE_H_

#include "common/rpc/handler.h"
#include "common/watch/codec.h"
#include "common/watch/feed.h"
#include "common/watch/watch_server.h"
#include "jumelage/projects/v1/watch_service.grpc.pb.h"

namespace jumelage {

// Implements jumelage.projects.v1.WatchService. Watch is a raw method, so that a message for
// several watchers is encoded only once. Thread-safe. `store` and `feed` must outlive the service.
class ProjectsWatchService : public projects::v1::WatchService::WithRawCallbackMethod_Watch<
                                 projects::v1::WatchService::Service> {
 public:
  ProjectsWatchService(Store* store, Feed* feed, Handler::MetadataHook hook);

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override;

  // Ends all open streams. Called when the server drains.
  void Drain() { server_.Drain(); }

 private:
  const Handler handler_;
  const TypedWatchCodec<projects::v1::WatchResponse, projects::v1::Commit,
                        projects::v1::ResourceChange>
      codec_;
  WatchServer server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_WATCH_SERVICE_H_
