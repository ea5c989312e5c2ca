#include "projects_service/follower/followed_answers.h"

#include <string>

#include "common/base/status_macros.h"
#include "projects_service/storage/projects.h"

namespace jumelage {

absl::Status FollowedAnswers::Outdate(sqlite::Database& db,
                                      const std::vector<FollowedChange>& changes, bool everything) {
  if (changes.empty() && !everything) return absl::OkStatus();
  if (everything || changes.size() > kMaxChanges) {
    ++begun_;
    cache_.BeginOutdating(nullptr);
    return absl::OkStatus();
  }
  std::vector<std::string> projects;
  for (const FollowedChange& change : changes) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> naming,
                              ProjectsNaming(db, change.name));
    projects.insert(projects.end(), naming.begin(), naming.end());
  }
  if (projects.empty()) return absl::OkStatus();
  ++begun_;
  cache_.BeginOutdating(&projects);
  return absl::OkStatus();
}

void FollowedAnswers::End() {
  for (; begun_ > 0; --begun_) cache_.EndOutdating();
}

}  // namespace jumelage
