#include "projects_service/follower/registry_position.h"

namespace jumelage {

void RegistryPosition::Follow(const Position& position) {
  MutexLock lock(&mu_);
  const bool same_log = furthest_ && furthest_->log_id == position.log_id;
  if (!same_log || furthest_->revision < position.revision) furthest_ = position;
}

std::optional<Position> RegistryPosition::Show(const std::optional<Position>& seen) {
  MutexLock lock(&mu_);
  if (!seen) return furthest_;
  const bool same_log = furthest_ && furthest_->log_id == seen->log_id;
  // A reader may see a state of the view before the follower reports its position, and later
  // answers must not report an earlier one. If the logs differ, only the follower knows which is
  // newer, so only Follow switches to another log.
  if (!furthest_ || (same_log && furthest_->revision < seen->revision)) furthest_ = seen;
  return seen;
}

std::optional<Position> RegistryPosition::Get() const {
  MutexLock lock(&mu_);
  return furthest_;
}

}  // namespace jumelage
