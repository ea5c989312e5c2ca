#include "registry_service/service/watch_service.h"

#include "common/base/status_macros.h"
#include "common/resource/resource_type.h"
#include "common/rpc/raw.h"

namespace jumelage {
namespace {

using registry::v1::ResourceChange;
using registry::v1::WatchRequest;

absl::StatusOr<WatchStart> ParseStart(const ViewSchema& schema, const grpc::ByteBuffer& bytes) {
  JUMELAGE_ASSIGN_OR_RETURN(const WatchRequest request, ParseRaw<WatchRequest>(bytes));
  return ParseWatchRequest(request, SegmentsByType(schema));
}

}  // namespace

RegistryWatchService::RegistryWatchService(Store* store, Feed* feed)
    : handler_(store, registry::v1::WatchService::service_full_name()),
      codec_(ChangeFields(store->schema(), ResourceChange::descriptor())),
      server_(&handler_, feed, &codec_) {}

grpc::ServerWriteReactor<grpc::ByteBuffer>* RegistryWatchService::Watch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return server_.Start(context, ParseStart(handler_.store().schema(), *request));
}

}  // namespace jumelage
