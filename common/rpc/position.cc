#include "common/rpc/position.h"

#include <map>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

std::optional<Position> PositionIn(const grpc::ClientContext& context, const char* key) {
  for (const auto* metadata :
       {&context.GetServerInitialMetadata(), &context.GetServerTrailingMetadata()}) {
    const auto found = metadata->find(key);
    if (found == metadata->end()) continue;
    const absl::StatusOr<Position> position =
        ParsePosition(absl::string_view(found->second.data(), found->second.size()), key);
    if (position.ok()) return *position;
  }
  return std::nullopt;
}

}  // namespace jumelage
