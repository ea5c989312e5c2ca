#include "projects_service/service/metadata.h"

#include <optional>
#include <string>
#include <utility>

#include "common/rpc/position.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

std::optional<FollowedPosition> SeenIn(const Snapshot* snapshot) {
  if (snapshot == nullptr) return std::nullopt;
  const absl::StatusOr<FollowState> state = ReadFollowState(snapshot->db);
  if (!state.ok() || state->consistent_epoch == 0) return std::nullopt;
  return FollowedPosition{state->consistent_epoch, state->position};
}

}  // namespace

Handler::MetadataHook RegistryPositionHook(RegistryPosition* position) {
  return [position](const Snapshot* snapshot) -> Handler::Metadata {
    const std::optional<Position> shown = position->Show(SeenIn(snapshot));
    if (!shown) return std::nullopt;
    return std::make_pair(std::string(kRegistryPositionMetadata), FormatPosition(*shown));
  };
}

}  // namespace jumelage
