#include "common/testing/commits.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace jumelage {

store::v1::Commit CommitMaker::Next(size_t bytes) {
  store::v1::Commit commit;
  commit.set_revision(++revision_);
  commit.set_previous_commit_id(commit_id_);
  commit_id_ = ids_->UuidBytes();
  commit.set_commit_id(commit_id_);
  commit.mutable_time()->set_seconds(1767225600 + revision_);
  commit.set_principal("local");
  commit.set_method("jumelage.registry.v1.CityService/CreateCity");
  store::v1::Change* const change = commit.add_changes();
  change->set_name(absl::StrCat("cities/c", revision_));
  std::string resource = absl::StrCat(revision_, ":");
  while (resource.size() < bytes) resource.push_back(static_cast<char>(resource.size() * 31 + 7));
  change->set_resource(std::move(resource));
  return commit;
}

std::vector<store::v1::Commit> CommitMaker::NextBatch(int count, size_t bytes) {
  std::vector<store::v1::Commit> batch;
  batch.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) batch.push_back(Next(bytes));
  return batch;
}

std::vector<store::v1::Commit> ReadWholeLog(const Log& log) {
  std::vector<store::v1::Commit> all;
  while (static_cast<Revision>(all.size()) < log.head()) {
    ReadLimits limits;
    limits.max_commits = 7;
    auto portion = log.Read(static_cast<Revision>(all.size()), limits);
    if (!portion.ok() || portion->empty() || portion->size() > 7) {
      ADD_FAILURE() << "reading after " << all.size() << ": " << portion.status().ToString();
      break;
    }
    for (store::v1::Commit& commit : *portion) all.push_back(std::move(commit));
  }
  return all;
}

void ExpectSameCommits(const std::vector<store::v1::Commit>& actual,
                       const std::vector<store::v1::Commit>& expected) {
  EXPECT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < std::min(actual.size(), expected.size()); ++i) {
    if (google::protobuf::util::MessageDifferencer::Equals(actual[i], expected[i])) continue;
    ADD_FAILURE() << "entry " << i << " is\n"
                  << actual[i].DebugString() << "instead of\n"
                  << expected[i].DebugString();
    return;
  }
}

}  // namespace jumelage
