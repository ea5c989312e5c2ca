#include "registry_service/service/watch_service.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/base/status_macros.h"
#include "common/rpc/raw.h"

namespace jumelage {
namespace {

using registry::v1::WatchRequest;

const absl::flat_hash_map<std::string, std::string>& CollectionsByType() {
  static const auto* const collections = new absl::flat_hash_map<std::string, std::string>(
      {{"registry.jumelage/Agreement", "agreements"},
       {"registry.jumelage/City", "cities"},
       {"registry.jumelage/Organization", "organizations"},
       {"registry.jumelage/Twinning", "twinnings"}});
  return *collections;
}

absl::StatusOr<WatchStart> ParseStart(const grpc::ByteBuffer& bytes) {
  JUMELAGE_ASSIGN_OR_RETURN(const WatchRequest request, ParseRaw<WatchRequest>(bytes));
  return ParseWatchRequest(request, CollectionsByType());
}

}  // namespace

RegistryWatchService::RegistryWatchService(Store* store, Feed* feed)
    : handler_(store, "jumelage.registry.v1.WatchService"),
      codec_({{"agreements", registry::v1::ResourceChange::kAgreementFieldNumber},
              {"cities", registry::v1::ResourceChange::kCityFieldNumber},
              {"organizations", registry::v1::ResourceChange::kOrganizationFieldNumber},
              {"twinnings", registry::v1::ResourceChange::kTwinningFieldNumber}}),
      server_(&handler_, feed, &codec_) {}

grpc::ServerWriteReactor<grpc::ByteBuffer>* RegistryWatchService::Watch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return server_.Start(context, ParseStart(*request));
}

}  // namespace jumelage
