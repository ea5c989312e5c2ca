#include "projects_service/service/watch_service.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/base/status_macros.h"
#include "common/rpc/raw.h"

namespace jumelage {
namespace {

using projects::v1::WatchRequest;

const absl::flat_hash_map<std::string, std::string>& CollectionsByType() {
  static const auto* const collections = new absl::flat_hash_map<std::string, std::string>(
      {{"projects.jumelage/Project", "projects"}});
  return *collections;
}

absl::StatusOr<WatchStart> ParseStart(const grpc::ByteBuffer& bytes) {
  JUMELAGE_ASSIGN_OR_RETURN(const WatchRequest request, ParseRaw<WatchRequest>(bytes));
  return ParseWatchRequest(request, CollectionsByType());
}

}  // namespace

ProjectsWatchService::ProjectsWatchService(Store* store, Feed* feed, Handler::MetadataHook hook)
    : handler_(store, "jumelage.projects.v1.WatchService", std::move(hook)),
      codec_({{"projects", projects::v1::ResourceChange::kProjectFieldNumber}}),
      server_(&handler_, feed, &codec_) {}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ProjectsWatchService::Watch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return server_.Start(context, ParseStart(*request));
}

}  // namespace jumelage
