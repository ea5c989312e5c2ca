// Tests of a log with several appenders.
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/testing/await.h"
#include "common/testing/commits.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/log/log_test_bed.h"

namespace jumelage {
namespace {

using ::testing::SizeIs;

// 50. If another appender was first, the late batch is refused and certainly not committed. The
// late appender then knows the other's commits, and a batch that continues them is accepted, even
// if the two appenders' batches differ in length.
TEST_P(LogConformanceTest, ALateBatchIsRefusedAndItsAppenderCanContinue) {
  REQUIRE_CAPABILITY(kAppenders);
  const auto one = Open();
  const auto other = Open();
  EXPECT_TRUE(one->others_append());
  EXPECT_EQ(one->log_id(), other->log_id());
  std::vector<store::v1::Commit> all;
  for (const int first : {1, 2, 5}) {
    CommitMaker makes_first(IdSource::Real(), *one);
    CommitMaker makes_late(IdSource::Real(), *one);
    const auto batch = makes_first.NextBatch(first);
    CountingView view;
    ASSERT_THAT(one->Commit(batch, view), IsOk());
    all.insert(all.end(), batch.begin(), batch.end());
    CountingView late_view;
    EXPECT_THAT(other->Commit(makes_late.NextBatch(2), late_view),
                StatusIs(absl::StatusCode::kAborted));
    EXPECT_EQ(late_view.kept, 0);
    EXPECT_EQ(late_view.undone, 1);
    EXPECT_EQ(other->head(), static_cast<Revision>(all.size()));
    EXPECT_EQ(other->head_commit_id(), all.back().commit_id());
    ExpectSameCommits(ReadWholeLog(*other), all);

    CommitMaker again(IdSource::Real(), *other);
    const auto next = again.NextBatch(2);
    CountingView next_view;
    EXPECT_THAT(other->Commit(next, next_view), IsOk());
    EXPECT_EQ(next_view.kept, 1);
    all.insert(all.end(), next.begin(), next.end());
    // `one` also gets these commits when its batch is refused, unless Tail reported them first.
    ASSERT_TRUE(Await([&] {
      CommitMaker probe(IdSource::Real(), *one);
      const Revision known = one->head();
      CountingView probe_view;
      const absl::Status status = one->Commit(probe.NextBatch(1), probe_view);
      if (!status.ok()) {
        EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
        return false;
      }
      all.push_back(one->Read(known, ReadLimits())->front());
      return true;
    }));
  }
  ExpectSameCommits(ReadWholeLog(*one), all);
}

// 51. Tail reports other appenders' commits, including those from before it was called. When it
// reports them, the head has already moved. After Tail(nullptr) there are no more reports.
TEST_P(LogConformanceTest, TailReportsOtherAppendersCommits) {
  REQUIRE_CAPABILITY(kAppenders);
  const auto one = Open();
  const auto other = Open();
  CommitMaker maker(IdSource::Real());
  const auto append = [&] {
    CountingView view;
    ASSERT_THAT(one->Commit(maker.NextBatch(2), view), IsOk());
  };
  append();
  std::atomic<Revision> told{0};
  std::atomic<int> calls{0};
  other->Tail([&] {
    told = other->head();
    ++calls;
  });
  EXPECT_TRUE(Await([&] { return told == 2; }));
  for (Revision revision = 4; revision <= 10; revision += 2) {
    append();
    EXPECT_TRUE(Await([&] { return told == revision; }));
    EXPECT_THAT(ReadWholeLog(*other), SizeIs(revision));
  }
  other->Tail(nullptr);
  const int before = calls;
  append();
  EXPECT_THAT(ReadWholeLog(*one), SizeIs(12));
  EXPECT_EQ(calls, before);
}

// 52. Appenders that collide constantly still all read the same commits in the same order, and each
// acknowledged commit occurs once (G1, W1, W2, W3).
TEST_P(LogConformanceTest, CollidingAppendersLoseAndDuplicateNothing) {
  REQUIRE_CAPABILITY(kAppenders);
  constexpr int kAppenders = 3;
  constexpr int kBatches = 50;
  std::vector<std::unique_ptr<Log>> logs;
  for (int i = 0; i < kAppenders; ++i) logs.push_back(Open());
  std::vector<std::vector<std::string>> acknowledged(kAppenders);
  std::vector<std::thread> threads;
  for (int i = 0; i < kAppenders; ++i) {
    threads.emplace_back([&log = *logs[i], &mine = acknowledged[i], i] {
      while (mine.size() < kBatches) {
        // The head that this appender knows. It may be out of date.
        std::string id;
        Revision head = log.head();
        const auto last = head == 0 ? std::vector<store::v1::Commit>()
                                    : log.Read(head - 1, {/*max_commits=*/1}).value();
        if (!last.empty()) id = last.front().commit_id();
        CommitMaker maker(IdSource::Real(), head, id);
        const auto batch = maker.NextBatch(1 + i);
        CountingView view;
        const absl::Status status = log.Commit(batch, view);
        if (status.ok()) {
          mine.push_back(batch.back().commit_id());
        } else {
          ASSERT_THAT(status, StatusIs(absl::StatusCode::kAborted));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto last = Open();
  const std::vector<store::v1::Commit> all = ReadWholeLog(*last);
  EXPECT_THAT(all, SizeIs(kBatches * (1 + 2 + 3)));
  std::set<std::string> ids;
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].revision(), static_cast<Revision>(i + 1));
    EXPECT_EQ(all[i].previous_commit_id(), i == 0 ? "" : all[i - 1].commit_id());
    EXPECT_TRUE(ids.insert(all[i].commit_id()).second);
  }
  for (const std::vector<std::string>& mine : acknowledged) {
    for (const std::string& id : mine) EXPECT_EQ(ids.count(id), 1u);
  }
}

// 53. After one appender's redaction, a scrub is due for every appender's own files.
TEST_P(LogConformanceTest, ARedactionIsDueForEachAppender) {
  REQUIRE_CAPABILITY(kAppenders);
  const auto one = Open();
  const auto other = Open();
  CommitMaker maker(IdSource::Real());
  CountingView view;
  ASSERT_THAT(one->Commit(maker.NextBatch(3), view), IsOk());
  const auto batch = maker.NextBatch(1);
  ASSERT_THAT(
      one->CommitRedacting(
          batch, {4, {"x"}, [](store::v1::Commit*) -> absl::StatusOr<bool> { return false; }},
          view),
      IsOk());
  for (Log* log : {one.get(), other.get()}) {
    EXPECT_TRUE(log->scrub_due());
    EXPECT_THAT(log->Scrub([] { return absl::OkStatus(); }), IsOk());
    EXPECT_FALSE(log->scrub_due());
  }
}

// 54. In a log with one appender, a batch that begins before the head is a bug in the caller, not
// the result of a race, and is refused with INVALID_ARGUMENT.
TEST_P(LogConformanceTest, ALateBatchIsInvalidWithoutOtherAppenders) {
  const auto log = Open();
  // A log with several appenders refuses such a batch with ABORTED: see test 50.
  if (log->others_append()) GTEST_SKIP() << "others append to this log";
  CommitMaker maker(IdSource::Real());
  CommitMaker late(IdSource::Real());
  CountingView view;
  ASSERT_THAT(log->Commit(maker.NextBatch(2), view), IsOk());
  EXPECT_THAT(log->Commit(late.NextBatch(1), view), StatusIs(absl::StatusCode::kInvalidArgument));
  log->Tail([] { ADD_FAILURE() << "there are no other appenders"; });
  EXPECT_THAT(log->Commit(maker.NextBatch(2), view), IsOk());
  log->Tail(nullptr);
  EXPECT_EQ(log->head(), 4);
}

}  // namespace
}  // namespace jumelage
