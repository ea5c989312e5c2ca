#include "common/store/publisher.h"

#include "absl/status/statusor.h"
#include "common/log/position.h"

namespace jumelage {

void Publisher::Start(const Log& log, Revision revision) {
  if (revision > 0) {
    const absl::StatusOr<std::vector<store::v1::Commit>> last =
        log.Read(revision - 1, {/*max_commits=*/1, /*max_bytes=*/1});
    if (last.ok() && !last->empty()) {
      last_commit_time_ = CommitTime(last->front());
      marks_.Add(revision, MarkOf(last->front().commit_id()));
    }
  }
  publication_.Publish(revision);
}

void Publisher::Publish(std::vector<store::v1::Commit> commits,
                        const std::vector<std::string>& uncached) {
  if (commits.empty()) return;
  for (const store::v1::Commit& commit : commits) {
    for (const store::v1::Change& change : commit.changes()) {
      if (change.removed()) {
        cache_.Remove(change.name(), commit.revision());
      } else {
        cache_.Put(change.name(), commit.revision(), change.resource());
      }
    }
  }
  for (const std::string& name : uncached) cache_.Remove(name, commits.back().revision());
  Tell(std::move(commits));
}

void Publisher::PublishOthers(std::vector<store::v1::Commit> commits) {
  if (commits.empty()) return;
  cache_.Clear(commits.back().revision());
  Tell(std::move(commits));
}

void Publisher::Tell(std::vector<store::v1::Commit> commits) {
  last_commit_time_ = CommitTime(commits.back());
  std::vector<SharedCommit> shared;
  shared.reserve(commits.size());
  for (store::v1::Commit& commit : commits) {
    marks_.Add(commit.revision(), MarkOf(commit.commit_id()));
    shared.push_back(std::make_shared<const store::v1::Commit>(std::move(commit)));
  }
  publication_.Publish(shared.back()->revision());
  if (on_published_) on_published_(shared);
}

}  // namespace jumelage
