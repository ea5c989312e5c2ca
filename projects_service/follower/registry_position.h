#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_

#include <optional>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"

namespace jumelage {

// The latest position in the registry's log that this process has reported or could report. It
// never goes back within a log (G3), even when the view is rebuilt. Thread-safe.
class RegistryPosition {
 public:
  // The follower calls this when readers of the view see `position`. A position in a different log
  // replaces the previous one. An earlier position in the same log is ignored.
  void Follow(const Position& position);
  // Returns the position to report with an answer: `seen`, the position up to which the answer's
  // snapshot of the view has followed the registry. If `seen` is nullopt, returns the latest
  // position, if any. `seen` becomes the latest position if it is later in the same log, or if
  // there is none yet.
  std::optional<Position> Show(const std::optional<Position>& seen);
  // Returns the latest position, or nullopt if nothing has been followed yet.
  std::optional<Position> Get() const;

 private:
  mutable Mutex mu_;
  std::optional<Position> furthest_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
