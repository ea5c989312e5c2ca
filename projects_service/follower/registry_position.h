#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_

#include <optional>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"

namespace jumelage {

// The furthest position in the registry's log that this process has shown or could show. It never
// goes back within a log (G3), also when the view is made anew. Thread-safe.
class RegistryPosition {
 public:
  // By the follower, when readers of the view see it: a position of another log takes the place of
  // the one before.
  void Follow(const Position& position);
  // What an answer shows that rests on a snapshot of the view in which the registry is followed up
  // to `seen`: that, unless the snapshot has followed nothing yet.
  std::optional<Position> Show(const std::optional<Position>& seen);
  // Absent before anything was followed.
  std::optional<Position> Get() const;

 private:
  mutable Mutex mu_;
  std::optional<Position> furthest_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_REGISTRY_POSITION_H_
