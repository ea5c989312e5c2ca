#ifndef JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_
#define JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_

#include <vector>

#include "absl/status/status.h"
#include "common/sqlite/database.h"
#include "common/store/resource_cache.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

// Invalidates cached answers about projects. These include the state of the registry resources that
// a project names, so a derivation that changes those makes them outdated. One per derivation. Not
// thread-safe: every method but End is called in the derivation's body, on the writer's thread.
class FollowedAnswers {
 public:
  // With more changes than this, all projects are assumed to be affected.
  static constexpr size_t kMaxChanges = 64;

  // `cache` outlives this.
  explicit FollowedAnswers(ResourceCache* cache) : cache_(*cache) {}
  FollowedAnswers(const FollowedAnswers&) = delete;
  FollowedAnswers& operator=(const FollowedAnswers&) = delete;
  // Calls End.
  ~FollowedAnswers() { End(); }

  // Call before the derivation is shown, after it wrote `changes`. `everything` means that it wrote
  // other changes too.
  absl::Status Outdate(sqlite::Database& db, const std::vector<FollowedChange>& changes,
                       bool everything);
  // Call when the derivation is shown or was undone. Idempotent.
  void End();

 private:
  ResourceCache& cache_;
  int begun_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_FOLLOWER_FOLLOWED_ANSWERS_H_
