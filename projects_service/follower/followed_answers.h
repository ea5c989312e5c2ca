#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_

#include <vector>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/store/resource_cache.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

// Answers about projects tell what became of the registry's resources that they name. Takes those
// out of the cache that a derivation makes outdated. One a derivation, in whose body, on the
// writer's thread, the others than End are called; not thread-safe.
class FollowedAnswers {
 public:
  // For so many changes, all projects are taken for concerned.
  static constexpr size_t kMaxChanges = 64;

  // `cache` outlives this.
  explicit FollowedAnswers(ResourceCache* cache) : cache_(*cache) {}
  FollowedAnswers(const FollowedAnswers&) = delete;
  FollowedAnswers& operator=(const FollowedAnswers&) = delete;
  // Ends.
  ~FollowedAnswers() { End(); }

  // Before the derivation is shown: these changes are among what it writes already. With
  // `everything`, also others are.
  absl::Status Outdate(sqlite::Database& db, const std::vector<FollowedChange>& changes,
                       bool everything);
  // When readers see it, or it came to nothing. Idempotent.
  void End();

 private:
  ResourceCache& cache_;
  int begun_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_
