#include "projects_service/service/watch_service.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/resource/resource_type.h"
#include "common/rpc/raw.h"

namespace jumelage {
namespace {

using projects::v1::ResourceChange;
using projects::v1::WatchRequest;

absl::StatusOr<WatchStart> ParseStart(const ViewSchema& schema, const grpc::ByteBuffer& bytes) {
  JUMELAGE_ASSIGN_OR_RETURN(const WatchRequest request, ParseRaw<WatchRequest>(bytes));
  return ParseWatchRequest(request, SegmentsByType(schema));
}

}  // namespace

ProjectsWatchService::ProjectsWatchService(Store* store, Feed* feed, Handler::MetadataHook hook)
    : handler_(store, projects::v1::WatchService::service_full_name(), std::move(hook)),
      codec_(ChangeFields(store->schema(), ResourceChange::descriptor())),
      server_(&handler_, feed, &codec_) {}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ProjectsWatchService::Watch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return server_.Start(context, ParseStart(handler_.store().schema(), *request));
}

}  // namespace jumelage
