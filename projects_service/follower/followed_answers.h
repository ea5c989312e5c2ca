#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_

#include <vector>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/store/resource_cache.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

// Invalidates cached answers about projects for one derivation. These answers include the state of
// the registry resources that a project names, so they become outdated when the derivation changes
// those resources. Not thread-safe: call Outdate in the derivation's body, on the writer's thread,
// and End afterwards.
class FollowedAnswers {
 public:
  // If a derivation makes more changes than this, all projects are assumed to be affected.
  static constexpr size_t kMaxChanges = 64;

  // `cache` must outlive the object.
  explicit FollowedAnswers(ResourceCache* cache) : cache_(*cache) {}
  FollowedAnswers(const FollowedAnswers&) = delete;
  FollowedAnswers& operator=(const FollowedAnswers&) = delete;
  // Calls End.
  ~FollowedAnswers() { End(); }

  // Call this after the derivation has written `changes` and before the derivation is shown. Set
  // `everything` if the derivation also made changes that are not in `changes`; all projects then
  // count as affected.
  absl::Status Outdate(sqlite::Database& db, const std::vector<FollowedChange>& changes,
                       bool everything);
  // Call this once the derivation has been shown or undone. Idempotent.
  void End();

 private:
  ResourceCache& cache_;
  int begun_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_
