// Tests of appending and reading while nothing fails.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/testing/commits.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/log/log_test_bed.h"

namespace jumelage {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// 1. A new log is empty and has its own id.
TEST_P(LogConformanceTest, BeginsEmpty) {
  const auto log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_TRUE(IsUuid4(log->log_id())) << log->log_id();
  EXPECT_EQ(log->head(), 0);
  EXPECT_EQ(log->head_commit_id(), "");
  EXPECT_EQ(log->oldest(), 1);
  EXPECT_THAT(log->Read(0, ReadLimits()), IsOkAndHolds(IsEmpty()));
  const auto other_bed = GetParam().make();
  const auto other = other_bed->Open();
  ASSERT_THAT(other, IsOk());
  EXPECT_NE((*other)->log_id(), log->log_id());
}

// 2. Committing a batch moves the head to the batch's last commit. The view keeps the batch once,
// and its commits can be read (G1).
TEST_P(LogConformanceTest, AppendsABatch) {
  const auto log = Open();
  CommitMaker maker(IdSource::Real());
  const auto batch = maker.NextBatch(3);
  CountingView view;
  ASSERT_THAT(log->Commit(batch, view), IsOk());
  EXPECT_EQ(view.kept, 1);
  EXPECT_EQ(view.undone, 0);
  EXPECT_EQ(log->head(), 3);
  EXPECT_EQ(log->head_commit_id(), batch.back().commit_id());
  const auto read = log->Read(0, ReadLimits());
  ASSERT_THAT(read, IsOk());
  ExpectSameCommits(*read, batch);
}

// 3. A reopened log has the same id and all commits, complete and in order (G1, W1, W2, W3).
TEST_P(LogConformanceTest, KeepsEverythingAcrossReopening) {
  std::vector<store::v1::Commit> all;
  std::string log_id;
  for (int round = 0; round < 4; ++round) {
    const auto log = Open();
    ASSERT_NE(log, nullptr);
    if (round > 0) {
      EXPECT_EQ(log->log_id(), log_id);
      EXPECT_EQ(log->head(), static_cast<Revision>(all.size()));
      EXPECT_EQ(log->head_commit_id(), all.back().commit_id());
    }
    log_id = log->log_id();
    CommitMaker maker(IdSource::Real(), *log);
    for (int i = 0; i < 5; ++i) {
      const auto batch = maker.NextBatch(1 + i, i == 3 ? 100000 : 100);
      CountingView view;
      ASSERT_THAT(log->Commit(batch, view), IsOk());
      all.insert(all.end(), batch.begin(), batch.end());
    }
    ExpectSameCommits(ReadWholeLog(*log), all);
    if (round == 1) {
      EXPECT_THAT(log->Maintain(), IsOk());
    }
  }
  ExpectSameCommits(ReadWholeLog(*Open()), all);
}

// 4. A read returns consecutive commits that follow the requested revision (W1, W3): as many as its
// limits allow, but at least one if there is one.
TEST_P(LogConformanceTest, ReadsWithinLimits) {
  const auto log = Open();
  CommitMaker maker(IdSource::Real());
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(10, 1000), view), IsOk());
  const auto revisions = [&](Revision after, int64_t max_commits, int64_t max_bytes) {
    std::vector<Revision> out;
    ReadLimits limits;
    limits.max_commits = max_commits;
    limits.max_bytes = max_bytes;
    const auto commits = log->Read(after, limits);
    EXPECT_THAT(commits, IsOk());
    for (const store::v1::Commit& commit : *commits) out.push_back(commit.revision());
    return out;
  };
  constexpr int64_t kMany = 1 << 30;
  EXPECT_THAT(revisions(0, kMany, kMany), SizeIs(10));
  EXPECT_THAT(revisions(4, 3, kMany), testing::ElementsAre(5, 6, 7));
  // Each commit has a little over 1,000 bytes, so the third one reaches the limit of 2,500.
  EXPECT_THAT(revisions(4, kMany, 2500), testing::ElementsAre(5, 6, 7));
  EXPECT_THAT(revisions(4, kMany, 1), testing::ElementsAre(5));
  EXPECT_THAT(revisions(4, 0, 0), testing::ElementsAre(5));
  EXPECT_THAT(revisions(9, kMany, kMany), testing::ElementsAre(10));
  EXPECT_THAT(revisions(10, kMany, kMany), IsEmpty());
  EXPECT_THAT(revisions(99, kMany, kMany), IsEmpty());
}

// 5. Commits before the oldest revision can't be read.
TEST_P(LogConformanceTest, RefusesToReadCompactedCommits) {
  const auto log = Open();
  EXPECT_THAT(log->Read(log->oldest() - 2, ReadLimits()), StatusIs(absl::StatusCode::kOutOfRange));
}

// 6. A batch that does not continue the log is refused as a whole. The view undoes it, and the log
// stays usable (G2).
TEST_P(LogConformanceTest, RefusesABatchThatDoesNotContinue) {
  const auto log = Open();
  CommitMaker maker(IdSource::Real());
  CountingView first_view;
  ASSERT_THAT(log->Commit(maker.NextBatch(2), first_view), IsOk());
  const auto good = maker.NextBatch(3);
  const std::vector<std::pair<std::string, std::function<void(std::vector<store::v1::Commit>&)>>>
      mistakes = {
          {"a repeated revision", [](auto& batch) { batch[1].set_revision(3); }},
          {"a gap at the start", [](auto& batch) { batch.erase(batch.begin()); }},
          {"a gap in the middle", [](auto& batch) { batch.erase(batch.begin() + 1); }},
          {"the wrong order", [](auto& batch) { std::swap(batch[0], batch[1]); }},
          {"another predecessor",
           [](auto& batch) { batch[0].set_previous_commit_id(batch[2].commit_id()); }},
          {"another predecessor at the end",
           [](auto& batch) { batch[2].set_previous_commit_id(batch[0].commit_id()); }},
          {"no id", [](auto& batch) { batch[2].clear_commit_id(); }},
      };
  for (const auto& [name, make] : mistakes) {
    SCOPED_TRACE(name);
    std::vector<store::v1::Commit> batch = good;
    make(batch);
    CountingView view;
    EXPECT_THAT(log->Commit(batch, view), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(view.kept, 0);
    EXPECT_EQ(view.undone, 1);
    EXPECT_EQ(log->head(), 2);
    EXPECT_THAT(ReadWholeLog(*log), SizeIs(2));
  }
  CountingView view;
  EXPECT_THAT(log->Commit(good, view), IsOk());
  EXPECT_EQ(log->head(), 5);
}

// 7. An empty batch changes nothing, and the view undoes it (G6).
TEST_P(LogConformanceTest, AnEmptyBatchOnlyRollsBack) {
  const auto log = Open();
  CountingView view;
  EXPECT_THAT(log->Commit({}, view), IsOk());
  EXPECT_EQ(view.kept, 0);
  EXPECT_EQ(view.undone, 1);
  EXPECT_EQ(log->head(), 0);
}

// Calls a function when the log asks the view to keep the batch.
class LookingView : public AppliedBatch {
 public:
  explicit LookingView(std::function<void()> look) : look_(std::move(look)) {}
  absl::Status Keep() override {
    look_();
    return absl::OkStatus();
  }
  void Undo() override { ADD_FAILURE() << "undone"; }

 private:
  std::function<void()> look_;
};

// 8. When the view is asked to keep a batch, the batch is already durable (G1: durable before
// visible).
TEST_P(LogConformanceTest, TheViewKeepsABatchOnceItIsDurable) {
  const auto log = Open();
  CommitMaker maker(IdSource::Real());
  int looked = 0;
  LookingView view([&] {
    ++looked;
    EXPECT_EQ(log->head(), 2);
    EXPECT_THAT(log->Read(0, ReadLimits()), IsOkAndHolds(SizeIs(2)));
  });
  EXPECT_THAT(log->Commit(maker.NextBatch(2), view), IsOk());
  EXPECT_EQ(looked, 1);
}

// 9. If the view fails to keep a batch, the log contains it anyway. Commit returns an error, and
// after Recover the batch counts as committed.
TEST_P(LogConformanceTest, AFailingViewLosesNothing) {
  const auto log = Open();
  for (const absl::Status& failure :
       {absl::InternalError("the view is broken"), absl::ResourceExhaustedError("full"),
        absl::InvalidArgumentError("x")}) {
    CommitMaker more(IdSource::Real(), *log);
    const Revision before = log->head();
    CountingView view(failure);
    const absl::Status status = log->Commit(more.NextBatch(2), view);
    // The status code must not promise that nothing was done.
    EXPECT_THAT(status, testing::Not(IsOk()));
    EXPECT_THAT(status, testing::Not(StatusIs(absl::StatusCode::kResourceExhausted)));
    EXPECT_THAT(status, testing::Not(StatusIs(absl::StatusCode::kInvalidArgument)));
    EXPECT_EQ(view.undone, 1);
    CountingView refused;
    EXPECT_THAT(log->Commit(more.NextBatch(1), refused),
                StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_EQ(refused.undone, 1);
    EXPECT_THAT(log->Recover(), IsOk());
    EXPECT_EQ(log->head(), before + 2);
  }
  EXPECT_THAT(ReadWholeLog(*log), SizeIs(6));
}

// 10. Recover changes nothing if there is nothing to recover.
TEST_P(LogConformanceTest, AnUnneededRecoverIsHarmless) {
  const auto log = Open();
  CommitMaker maker(IdSource::Real());
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(2), view), IsOk());
  EXPECT_THAT(log->Recover(), IsOk());
  EXPECT_EQ(log->head(), 2);
  EXPECT_THAT(log->Commit(maker.NextBatch(2), view), IsOk());
  EXPECT_THAT(ReadWholeLog(*log), SizeIs(4));
}

// 11. Reads and maintenance work during commits. A reader never sees a gap or a commit beyond the
// head (W1, W2, W3).
TEST_P(LogConformanceTest, ServesReadersWhileTheWriterCommits) {
  const auto log = Open();
  constexpr Revision kCommits = 200;
  std::vector<std::thread> threads;
  for (int reader = 0; reader < 3; ++reader) {
    threads.emplace_back([&log] {
      Revision seen = 0;
      while (seen < kCommits) {
        const auto commits = log->Read(seen, ReadLimits());
        ASSERT_THAT(commits, IsOk());
        for (const store::v1::Commit& commit : *commits) ASSERT_EQ(commit.revision(), ++seen);
        ASSERT_LE(seen, log->head());
        if (commits->empty()) std::this_thread::yield();
      }
    });
  }
  std::atomic<bool> done{false};
  threads.emplace_back([&] {
    while (!done) EXPECT_THAT(log->Maintain(), IsOk());
  });
  CommitMaker maker(IdSource::Real());
  for (Revision committed = 0; committed < kCommits; committed += 2) {
    CountingView view;
    EXPECT_THAT(log->Commit(maker.NextBatch(2, 500), view), IsOk());
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace jumelage
