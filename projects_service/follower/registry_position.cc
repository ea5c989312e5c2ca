#include "projects_service/follower/registry_position.h"

#include <utility>

namespace jumelage {
namespace {

// The view learns the mark of a position later than its revision if the position is of an older
// version.
bool IsLater(const FollowedPosition& a, const FollowedPosition& b) {
  const auto place = [](const FollowedPosition& followed) {
    return std::make_pair(followed.epoch, followed.position.revision);
  };
  return place(a) > place(b) ||
         (place(a) == place(b) && a.position.mark != 0 && b.position.mark == 0);
}

}  // namespace

void RegistryPosition::Follow(const FollowedPosition& followed) { Show(followed); }

std::optional<Position> RegistryPosition::Show(const std::optional<FollowedPosition>& seen) {
  MutexLock lock(&mu_);
  // A reader may see a state of the view before the follower reports its position, and later
  // answers must not report an earlier one.
  if (seen && (!furthest_ || IsLater(*seen, *furthest_))) furthest_ = seen;
  if (seen) return seen->position;
  return furthest_ ? std::make_optional(furthest_->position) : std::nullopt;
}

std::optional<Position> RegistryPosition::Get() const {
  MutexLock lock(&mu_);
  return furthest_ ? std::make_optional(furthest_->position) : std::nullopt;
}

}  // namespace jumelage
