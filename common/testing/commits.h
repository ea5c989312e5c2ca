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

// Makes commits, each of which continues the previous one. Apart from the ids, their contents
// depend only on the revision and size. Not thread-safe.
class CommitMaker {
 public:
  // Continues the commit with the revision `after` and `commit_id`, or an empty log by default.
  // `ids` must outlive the maker.
  explicit CommitMaker(IdSource* ids, Revision after = 0, std::string commit_id = "")
      : ids_(ids), revision_(after), commit_id_(std::move(commit_id)) {}
  // Continues `log`.
  CommitMaker(IdSource* ids, const Log& log) : CommitMaker(ids, log.head(), log.head_commit_id()) {}

  // Makes a commit with one change. Its resource begins with the revision and a colon, and has
  // `bytes` bytes unless this beginning is longer.
  store::v1::Commit Next(size_t bytes = 100);
  std::vector<store::v1::Commit> NextBatch(int count, size_t bytes = 100);

 private:
  IdSource* ids_;
  Revision revision_;
  std::string commit_id_;
};

// An applied batch without a view. Counts the calls to Keep and Undo. Keep returns `keep_status`.
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

// Reads all commits of `log`, in small portions. Fails the calling test and stops if a read fails,
// returns no commits, or returns more than its limit. The log must not have been compacted.
std::vector<store::v1::Commit> ReadWholeLog(const Log& log);

// Fails the calling test and prints the first difference, unless both lists have the same commits
// in the same order.
void ExpectSameCommits(const std::vector<store::v1::Commit>& actual,
                       const std::vector<store::v1::Commit>& expected);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_COMMITS_H_
