#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_

#include <cstdint>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/log/position.h"

namespace jumelage {

// How far a state of the view has followed the registry: the position, and the epoch of the
// snapshot that it continues (projects_service/storage/followed.h).
struct FollowedPosition {
  int64_t epoch = 0;
  Position position;
};

// The latest position of the registry that this process has reported or could report. Within an
// epoch it never goes back (G3). A new epoch may begin earlier, if the registry was put back to an
// earlier state. Thread-safe.
class RegistryPosition {
 public:
  // The follower calls this when readers of the view see `followed`. Ignored unless it is later
  // than the latest position.
  void Follow(const FollowedPosition& followed);
  // Returns the position to report with an answer: `seen`, the position up to which the answer's
  // snapshot of the view has followed the registry, which may also become the latest. If `seen` is
  // nullopt, returns the latest position, if any.
  std::optional<Position> Show(const std::optional<FollowedPosition>& seen);
  // Returns the latest position, or nullopt if nothing has been followed yet.
  std::optional<Position> Get() const;

 private:
  mutable Mutex mu_;
  std::optional<FollowedPosition> furthest_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
