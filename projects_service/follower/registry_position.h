#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_

#include <optional>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"

namespace jumelage {

// The furthest position in the registry's log that this process has shown or could show. It never
// goes back within a log (G3), not even when the view is rebuilt. Thread-safe.
class RegistryPosition {
 public:
  // Called by the follower when readers of the view see `position`. A position in another log
  // replaces the one before.
  void Follow(const Position& position);
  // Returns the position for an answer from a snapshot of the view that has followed the registry
  // up to `seen`. That is `seen`, unless the snapshot has followed nothing yet.
  std::optional<Position> Show(const std::optional<Position>& seen);
  // Absent before anything was followed.
  std::optional<Position> Get() const;

 private:
  mutable Mutex mu_;
  std::optional<Position> furthest_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
