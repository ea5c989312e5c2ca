#ifndef JUMELAGE_COMMON_TESTING_COMMITS_H_
#define JUMELAGE_COMMON_TESTING_COMMITS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// Makes commits that continue each other, with contents that depend on the revision and size alone.
// Not thread-safe.
class CommitMaker {
 public:
  // Continues `after`, whose commit_id is given; an empty log by default. `ids` outlives the maker.
  explicit CommitMaker(IdSource* ids, Revision after = 0, std::string commit_id = "")
      : ids_(ids), revision_(after), commit_id_(std::move(commit_id)) {}
  // Continues what `log` has.
  CommitMaker(IdSource* ids, const Log& log) : CommitMaker(ids, log.head(), log.head_commit_id()) {}

  // A commit whose one change has a resource of `bytes` bytes.
  store::v1::Commit Next(size_t bytes = 100);
  std::vector<store::v1::Commit> NextBatch(int count, size_t bytes = 100);

 private:
  IdSource* ids_;
  Revision revision_;
  std::string commit_id_;
};

// A batch of no view: counts how it ended, and is kept as it is told to.
class CountingView : public AppliedBatch {
 public:
  explicit CountingView(absl::Status keep_status = absl::OkStatus())
      : keep_status_(std::move(keep_status)) {}

  absl::Status Keep() override {
    ++kept;
    return keep_status_;
  }
  void Undo() override { ++undone; }

  int kept = 0;
  int undone = 0;

 private:
  absl::Status keep_status_;
};

// All that `log` has, read in small portions. Fails the calling test when a portion is not what was
// asked for.
std::vector<store::v1::Commit> ReadWholeLog(const Log& log);

// Fails the calling test, with the first difference, unless both are the same commits in the same
// order.
void ExpectSameCommits(const std::vector<store::v1::Commit>& actual,
                       const std::vector<store::v1::Commit>& expected);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_COMMITS_H_
