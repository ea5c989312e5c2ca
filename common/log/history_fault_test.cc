// Tests that interrupt redactions, scrubs and compactions of the SQLite log at any file operation:
// nothing is lost, and the chain stays intact (G1, G7).
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/log/log.h"
#include "common/log/sqlite_log.h"
#include "common/testing/commits.h"
#include "common/testing/fake_ids.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::AnyOf;

constexpr char kSecret[] = "the name of a person";
constexpr int kResources = 9;

using State = std::map<std::string, std::string>;

class HistoryFaultTest : public testing::TestWithParam<uint64_t> {
 protected:
  absl::StatusOr<std::unique_ptr<Log>> Open() {
    SqliteLogOptions options;
    options.data_dir = dir_.path();
    options.service = "registry";
    options.vfs = vfs_.name();
    options.ids = &ids_;
    return OpenSqliteLog(options);
  }

  // Runs one operation on the log. Updates `state_` as if the operation succeeded, even if it
  // fails.
  absl::Status Act(Log& log, int step) {
    switch (step % 5) {
      case 2:
        return Redact(log);
      case 3:
        return log.Compact(log.head() - 3, 6);
      case 4:
        return log.Scrub([] { return absl::OkStatus(); });
      default:
        return Append(log);
    }
  }

  absl::Status Append(Log& log) {
    CommitMaker maker(&ids_, log);
    std::vector<store::v1::Commit> batch = maker.NextBatch(5);
    for (store::v1::Commit& commit : batch) {
      store::v1::Change& change = *commit.mutable_changes(0);
      change.set_name(absl::StrCat("cities/c", commit.revision() % kResources));
      change.set_resource(absl::StrCat(commit.revision(), " ", kSecret,
                                       std::string(commit.revision() * 97 % 3000, 'x')));
      state_[change.name()] = change.resource();
    }
    CountingView view;
    return log.Commit(batch, view);
  }

  absl::Status Redact(Log& log) {
    CommitMaker maker(&ids_, log);
    std::vector<store::v1::Commit> batch = maker.NextBatch(1);
    batch[0].clear_changes();
    for (auto& [name, resource] : state_) absl::StrReplaceAll({{kSecret, "nobody"}}, &resource);
    const Redaction redaction{
        batch[0].revision(), {kSecret}, [](store::v1::Commit* commit) -> absl::StatusOr<bool> {
          int changes = 0;
          for (store::v1::Change& change : *commit->mutable_changes()) {
            changes += absl::StrReplaceAll({{kSecret, "nobody"}}, change.mutable_resource());
          }
          return changes > 0;
        }};
    CountingView view;
    return log.CommitRedacting(batch, redaction, view);
  }

  static State Current(const Log& log) {
    State current;
    ReadLimits all;
    all.max_commits = 100000;
    all.max_bytes = int64_t{1} << 30;
    const auto rows = log.ReadBase("", all);
    EXPECT_THAT(rows, IsOk());
    for (const store::v1::Commit& row : *rows) {
      current[row.changes(0).name()] = row.changes(0).resource();
    }
    const auto commits = log.Read(log.oldest() - 1, all);
    EXPECT_THAT(commits, IsOk());
    for (const store::v1::Commit& commit : *commits) {
      for (const store::v1::Change& change : commit.changes()) {
        current[change.name()] = change.resource();
      }
    }
    return current;
  }

  TempDir dir_;
  FakeIds ids_{GetParam() + 1};
  FaultVfs vfs_{GetParam()};
  State state_;
};

TEST_P(HistoryFaultTest, NothingIsLostWhereverThePowerFails) {
  auto log = Open();
  ASSERT_THAT(log, IsOk());
  int step = 0;
  for (int life = 0; life < 6; ++life) {
    SCOPED_TRACE(life);
    FaultPlan plan;
    plan.countdown =
        1 + static_cast<int64_t>((GetParam() * 37 + static_cast<uint64_t>(life) * 71) % 150);
    plan.fault = Fault::kKill;
    plan.loss = GetParam() % 3 == 0 ? PowerLoss::kForgetAll : PowerLoss::kKeepSome;
    vfs_.Inject(plan);
    State before;
    do {
      before = state_;
    } while (Act(**log, step++).ok());
    ASSERT_TRUE(vfs_.killed());
    log->reset();
    vfs_.Restart();
    // Opening verifies the whole chain and the whole base.
    log = Open();
    ASSERT_THAT(log, IsOk());
    const State found = Current(**log);
    EXPECT_THAT(found, AnyOf(before, state_));
    state_ = found;
  }
}

// A failed scrub only has to be repeated. After a scrub succeeds, no file contains the redacted
// text.
TEST_P(HistoryFaultTest, AScrubThatFailsIsRepeated) {
  auto log = Open();
  ASSERT_THAT(log, IsOk());
  for (int i = 0; i < 4; ++i) ASSERT_THAT(Append(**log), IsOk());
  ASSERT_THAT((*log)->Compact(8, 100), IsOk());
  ASSERT_THAT(Redact(**log), IsOk());
  const Fault faults[] = {Fault::kFail, Fault::kTear, Fault::kFull};
  for (int64_t round = 0; round < 12; ++round) {
    FaultPlan plan;
    plan.countdown = 1 + round * 3 + static_cast<int64_t>(GetParam() % 3);
    plan.fault = faults[(GetParam() + static_cast<uint64_t>(round)) % 3];
    vfs_.Inject(plan);
    const absl::Status scrubbed = (*log)->Scrub([] { return absl::OkStatus(); });
    vfs_.ClearFaults();
    EXPECT_THAT((*log)->Recover(), IsOk());
    EXPECT_EQ((*log)->scrub_due(), !scrubbed.ok());
    EXPECT_EQ(Current(**log), state_);
    if (scrubbed.ok()) break;
  }
  ASSERT_THAT((*log)->Scrub([] { return absl::OkStatus(); }), IsOk());
  EXPECT_FALSE((*log)->scrub_due());
  for (const char* suffix : {"", "-wal"}) {
    const auto bytes = vfs_.Contents(dir_.File(absl::StrCat("log.db", suffix)));
    EXPECT_FALSE(bytes && absl::StrContains(*bytes, kSecret)) << suffix;
  }
  EXPECT_EQ(Current(**log), state_);
}

INSTANTIATE_TEST_SUITE_P(Seeds, HistoryFaultTest, testing::Range<uint64_t>(0, 40));

}  // namespace
}  // namespace jumelage
