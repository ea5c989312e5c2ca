#include "projects_service/follower/reference_resolver.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "common/base/clock.h"
#include "common/base/logging.h"
#include "common/base/status_macros.h"
#include "projects_service/follower/followed_answers.h"
#include "projects_service/storage/followed.h"

namespace jumelage {

absl::StatusOr<std::vector<std::string>> ReferenceResolver::NotLive(
    sqlite::Database& db, const std::vector<std::string>& names) {
  std::vector<std::string> not_live;
  for (const std::string& name : names) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<FollowedResource> found, FindFollowed(db, name));
    if (!found || found->state != FollowedState::kLive) not_live.push_back(name);
  }
  return not_live;
}

void ReferenceResolver::Resolve(std::vector<std::string> names, absl::Time deadline,
                                std::function<void(AbsentNames)> done) {
  if (names.empty()) return done({});
  // gRPC measures deadlines with the system clock.
  const absl::Time until = std::min(deadline, Clock::Real()->Now() + kMaxWait);
  lookup_->Fetch(std::move(names), until, [this, done = std::move(done)](RegistryAnswers answers) {
    AbsentNames absent(answers.absent.begin(), answers.absent.end());
    if (answers.found.empty()) return done(std::move(absent));
    auto shared = std::make_shared<const RegistryAnswers>(std::move(answers));
    Derivation derivation;
    auto outdated = std::make_shared<FollowedAnswers>(&store_->cache());
    derivation.body = [shared, outdated](sqlite::Database& db) -> absl::Status {
      JUMELAGE_RETURN_IF_ERROR(ApplyAnswers(db, shared->log_id, shared->found));
      return outdated->Outdate(db, shared->found, /*everything=*/false);
    };
    derivation.done = [done, absent, outdated](const absl::Status& status) {
      outdated->End();
      // The mutation can run anyway: it checks its references itself.
      if (!status.ok()) {
        LogLine(Severity::kWarning, "answers of the registry could not be stored in the view",
                {{"status", status.ToString()}});
      }
      done(absent);
    };
    store_->Derive(std::move(derivation));
  });
}

}  // namespace jumelage
