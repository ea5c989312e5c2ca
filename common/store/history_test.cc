// Walks through the states of a resource; what services make of them is tested with them.
#include "common/store/history.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/log/sqlite_log.h"
#include "common/testing/commits.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr Revision kStates = 2000;
constexpr char kName[] = "cities/a";

// A log whose every commit changes the same resource.
class HistoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SqliteLogOptions options;
    options.data_dir = dir_.path();
    options.service = "registry";
    auto log = OpenSqliteLog(options);
    ASSERT_THAT(log, IsOk());
    log_ = *std::move(log);
    CommitMaker maker(IdSource::Real());
    std::vector<store::v1::Commit> batch = maker.NextBatch(kStates);
    for (store::v1::Commit& commit : batch) {
      store::v1::Change& change = *commit.mutable_changes(0);
      change.set_name(kName);
      change.set_resource(absl::StrCat("state ", commit.revision(), std::string(1000, 'x')));
      change.set_previous_revision(commit.revision() - 1);
    }
    CountingView view;
    ASSERT_THAT(log_->Commit(batch, view), IsOk());
    current_ = {kName, kStates, batch.back().changes(0).resource()};
  }

  TempDir dir_;
  std::unique_ptr<Log> log_;
  StoredResource current_;
};

TEST_F(HistoryTest, AWalkFindsTheStateOfThen) {
  const auto wanted = [] { return absl::OkStatus(); };
  for (const Revision at : {kStates, kStates - 1, kStates / 2, Revision{1}}) {
    const auto state = StateAt(*log_, current_, at, wanted);
    ASSERT_THAT(state, IsOk());
    ASSERT_TRUE(state->has_value());
    EXPECT_EQ((*state)->revision, at);
    EXPECT_THAT((*state)->bytes, ::testing::StartsWith(absl::StrCat("state ", at, "x")));
  }
  const auto none = StateAt(*log_, current_, 0, wanted);
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
}

TEST_F(HistoryTest, AWalkStopsWhenNobodyWaits) {
  int steps = 0;
  const auto state = StateAt(*log_, current_, 1, [&] {
    return ++steps < 10 ? absl::OkStatus() : absl::CancelledError("gone");
  });
  EXPECT_THAT(state, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(steps, 10);
}

TEST_F(HistoryTest, AWalkIntoWhatIsCompactedMeanwhileSaysSo) {
  int steps = 0;
  const auto state = StateAt(*log_, current_, 5, [&] {
    return ++steps == 10 ? log_->Compact(100, kStates) : absl::OkStatus();
  });
  EXPECT_THAT(state, HasReason("REVISION_COMPACTED"));
  // What the base has is a state like others.
  const auto kept = StateAt(*log_, current_, 99, [] { return absl::OkStatus(); });
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ((*kept)->revision, 99);
  EXPECT_THAT(ReadState(*log_, kName, 98), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(HistoryTest, OnlyWhatIsKeptCanBeRead) {
  EXPECT_THAT(CheckReadable(*log_, 1, kStates), IsOk());
  EXPECT_THAT(CheckReadable(*log_, kStates + 1, kStates), HasReason("REVISION_IN_FUTURE"));
  ASSERT_THAT(log_->Compact(100, kStates), IsOk());
  EXPECT_THAT(CheckReadable(*log_, 99, kStates), HasReason("REVISION_COMPACTED"));
  EXPECT_THAT(CheckReadable(*log_, 100, kStates), IsOk());
}

}  // namespace
}  // namespace jumelage
