// Tests of changes to history: redaction and compaction.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/ids.h"
#include "common/log/log.h"
#include "common/testing/commits.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/log/log_test_bed.h"

namespace jumelage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kSecret[] = "the name of a person";

// Returns a redaction that removes kSecret from the commits before `revision`.
Redaction TakeOutSecret(Revision revision) {
  return {revision, {kSecret}, [](store::v1::Commit* commit) -> absl::StatusOr<bool> {
            int changes = 0;
            for (store::v1::Change& change : *commit->mutable_changes()) {
              changes += absl::StrReplaceAll({{kSecret, "nobody"}}, change.mutable_resource());
            }
            return changes > 0;
          }};
}

// Returns the next `count` commits. They change seven resources in turn; every third revision
// contains kSecret.
std::vector<store::v1::Commit> NextSecrets(CommitMaker* maker, int count) {
  std::vector<store::v1::Commit> batch = maker->NextBatch(count);
  for (store::v1::Commit& commit : batch) {
    const std::string what = commit.revision() % 3 == 0 ? kSecret : "nobody";
    commit.mutable_changes(0)->set_name(absl::StrCat("cities/c", commit.revision() % 7));
    commit.mutable_changes(0)->set_resource(absl::StrCat(commit.revision(), " ", what));
  }
  return batch;
}

absl::Status Append(Log& log, const std::vector<store::v1::Commit>& batch) {
  CountingView view;
  return log.Commit(batch, view);
}

absl::Status RedactSecret(Log& log) {
  CommitMaker maker(IdSource::Real(), log);
  const std::vector<store::v1::Commit> batch = maker.NextBatch(1);
  CountingView view;
  return log.CommitRedacting(batch, TakeOutSecret(batch[0].revision()), view);
}

// Returns the current resources, computed from the base and the commits.
std::map<std::string, std::string> Current(const Log& log) {
  std::map<std::string, std::string> current;
  std::string last;
  for (;;) {
    const auto rows = log.ReadBase(last, {/*max_commits=*/2, /*max_bytes=*/1000});
    EXPECT_THAT(rows, IsOk());
    if (!rows.ok() || rows->empty()) break;
    for (const store::v1::Commit& row : *rows) {
      EXPECT_EQ(row.changes_size(), 1);
      EXPECT_LT(row.revision(), log.oldest());
      last = row.changes(0).name();
      current[last] = row.changes(0).resource();
    }
  }
  ReadLimits all;
  all.max_commits = 100000;
  const auto commits = log.Read(log.oldest() - 1, all);
  EXPECT_THAT(commits, IsOk());
  for (const store::v1::Commit& commit : *commits) {
    for (const store::v1::Change& change : commit.changes()) {
      if (change.removed()) {
        current.erase(change.name());
      } else {
        current[change.name()] = change.resource();
      }
    }
  }
  return current;
}

// 30. A redaction is a commit. It removes the text from all commits before it, but not from later
// ones, and changes nothing else. The log stays usable and can be reopened (G7).
TEST_P(LogConformanceTest, ARedactionRewritesEarlierCommits) {
  auto log = Open();
  CommitMaker maker(IdSource::Real());
  const auto before = NextSecrets(&maker, 10);
  ASSERT_THAT(Append(*log, before), IsOk());
  ASSERT_THAT(RedactSecret(*log), IsOk());
  CommitMaker next(IdSource::Real(), *log);
  const auto after = NextSecrets(&next, 4);
  ASSERT_THAT(Append(*log, after), IsOk());
  for (int round = 0; round < 2; ++round) {
    const std::vector<store::v1::Commit> all = ReadWholeLog(*log);
    ASSERT_THAT(all, SizeIs(15));
    for (int i = 0; i < 10; ++i) {
      store::v1::Commit expected = before[i];
      const bool had = (i + 1) % 3 == 0;
      if (had) {
        expected.mutable_changes(0)->set_resource(absl::StrCat(i + 1, " nobody"));
        expected.set_redact_revision(11);
      }
      EXPECT_EQ(all[i].SerializeAsString(), expected.SerializeAsString());
    }
    ExpectSameCommits({all.begin() + 11, all.end()}, after);
    log.reset();
    log = Open();
    ASSERT_NE(log, nullptr);
  }
}

// 31. After a scrub, no redacted text remains in storage. A scrub that is due is still due after a
// restart.
TEST_P(LogConformanceTest, AScrubLeavesNoRedactedBytes) {
  REQUIRE_CAPABILITY(kTampering);
  auto log = Open();
  CommitMaker maker(IdSource::Real());
  ASSERT_THAT(Append(*log, NextSecrets(&maker, 40)), IsOk());
  ASSERT_THAT(log->Maintain(), IsOk());
  EXPECT_FALSE(log->scrub_due());
  ASSERT_THAT(RedactSecret(*log), IsOk());
  EXPECT_TRUE(log->scrub_due());
  log.reset();
  EXPECT_THAT(bed_->StoredBytes(), HasSubstr(kSecret));
  log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_TRUE(log->scrub_due());
  // The scrub stays due until it has also succeeded in all other places.
  EXPECT_THAT(log->Scrub([] { return absl::ResourceExhaustedError("no room elsewhere"); }),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(log->scrub_due());
  int others = 0;
  ASSERT_THAT(log->Scrub([&] {
    ++others;
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(others, 1);
  EXPECT_FALSE(log->scrub_due());
  CommitMaker next(IdSource::Real(), *log);
  ASSERT_THAT(Append(*log, next.NextBatch(2)), IsOk());
  log.reset();
  EXPECT_THAT(bed_->StoredBytes(), Not(HasSubstr(kSecret)));
  log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_FALSE(log->scrub_due());
  EXPECT_THAT(ReadWholeLog(*log), SizeIs(43));
}

// 32. Compaction in steps of any size removes commits and keeps the current state, including after
// the log is reopened.
TEST_P(LogConformanceTest, CompactionKeepsTheCurrentState) {
  auto log = Open();
  CommitMaker maker(IdSource::Real());
  std::vector<store::v1::Commit> batch = NextSecrets(&maker, 30);
  batch[20].mutable_changes(0)->clear_resource();
  batch[20].mutable_changes(0)->set_removed(true);
  ASSERT_THAT(Append(*log, batch), IsOk());
  const std::map<std::string, std::string> current = Current(*log);
  Revision oldest = 1;
  for (const auto& [before, step] :
       std::vector<std::pair<Revision, int64_t>>{{5, 2}, {5, 100}, {22, 7}, {22, 100}, {99, 100}}) {
    ASSERT_THAT(log->Compact(before, step), IsOk());
    EXPECT_GE(log->oldest(), oldest);
    EXPECT_LE(log->oldest(), std::min(before, oldest + step));
    oldest = log->oldest();
    EXPECT_EQ(Current(*log), current);
    EXPECT_EQ(log->head(), 30);
    log.reset();
    log = Open();
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(log->oldest(), oldest);
    EXPECT_EQ(log->head_commit_id(), batch.back().commit_id());
    EXPECT_EQ(Current(*log), current);
  }
  // The last commit is always kept.
  EXPECT_EQ(oldest, 30);
  EXPECT_THAT(log->Read(28, ReadLimits()), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(log->Read(29, ReadLimits()), IsOkAndHolds(SizeIs(1)));
  const auto kept = log->FindBase("cities/c1");
  ASSERT_THAT(kept, IsOk());
  ASSERT_TRUE(kept->has_value());
  EXPECT_EQ((*kept)->revision(), 29);
  EXPECT_EQ((*kept)->changes(0).previous_revision(), 0);
  EXPECT_EQ((*kept)->method(), batch[28].method());
  // The last commit changes this city, so its state before that can't be read any more.
  EXPECT_THAT(log->FindBase(batch[29].changes(0).name()), IsOkAndHolds(testing::Eq(std::nullopt)));
  EXPECT_THAT(log->FindBase("cities/none"), IsOkAndHolds(testing::Eq(std::nullopt)));
  CommitMaker next(IdSource::Real(), *log);
  ASSERT_THAT(Append(*log, next.NextBatch(2)), IsOk());
  EXPECT_EQ(log->head(), 32);
}

// 33. A redaction also rewrites the base.
TEST_P(LogConformanceTest, ARedactionRewritesTheBase) {
  auto log = Open();
  CommitMaker maker(IdSource::Real());
  ASSERT_THAT(Append(*log, NextSecrets(&maker, 20)), IsOk());
  ASSERT_THAT(log->Compact(16, 100), IsOk());
  std::map<std::string, std::string> expected = Current(*log);
  for (auto& [name, resource] : expected) absl::StrReplaceAll({{kSecret, "nobody"}}, &resource);
  ASSERT_THAT(RedactSecret(*log), IsOk());
  const auto last = log->Read(20, ReadLimits());
  ASSERT_THAT(last, IsOkAndHolds(SizeIs(1)));
  expected["cities/c21"] = last->front().changes(0).resource();
  EXPECT_EQ(Current(*log), expected);
  log.reset();
  log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_EQ(Current(*log), expected);
}

}  // namespace
}  // namespace jumelage
