// Tests reading past states of resources from the log and the base. The services' own tests cover
// how the services use these states.
#include "common/store/history.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/sqlite/database.h"
#include "common/testing/commits.h"
#include "common/testing/fake_clock.h"
#include "common/testing/notes.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "common/testing/temp_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr Revision kStates = 2000;
constexpr char kName[] = "cities/a";

absl::Status Always() { return absl::OkStatus(); }

// A log in which every commit changes the same resource.
class HistoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto log = OpenLog(dir_);
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

TEST_F(HistoryTest, AWalkFindsPastStates) {
  StateReader reader(log_.get());
  for (const Revision at : {kStates, kStates - 1, kStates / 2, Revision{1}}) {
    const auto state = StateAt(reader, current_, at, Always);
    ASSERT_THAT(state, IsOk());
    ASSERT_TRUE(state->has_value());
    EXPECT_EQ((*state)->revision, at);
    EXPECT_THAT((*state)->bytes, ::testing::StartsWith(absl::StrCat("state ", at, "x")));
  }
  const auto none = StateAt(reader, current_, 0, Always);
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
}

TEST_F(HistoryTest, AWalkStopsWhenItIsNoLongerWanted) {
  StateReader reader(log_.get());
  int steps = 0;
  const auto state = StateAt(reader, current_, 1, [&] {
    return ++steps < 10 ? absl::OkStatus() : absl::CancelledError("gone");
  });
  EXPECT_THAT(state, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(steps, 10);
}

TEST_F(HistoryTest, AWalkIntoCompactedHistoryGetsAnError) {
  StateReader reader(log_.get());
  int steps = 0;
  const auto state = StateAt(reader, current_, 5, [&] {
    return ++steps == 10 ? log_->Compact(100, kStates) : absl::OkStatus();
  });
  EXPECT_THAT(state, HasReason("REVISION_COMPACTED"));
  const auto kept = StateAt(reader, current_, 100, Always);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ((*kept)->revision, 100);
  // The oldest kept commit changes the resource, so the base does not have its state before that.
  EXPECT_THAT(reader.Read(kName, 99), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(HistoryTest, OnlyKeptRevisionsCanBeRead) {
  EXPECT_THAT(CheckReadable(*log_, 1, kStates), IsOk());
  EXPECT_THAT(CheckReadable(*log_, kStates + 1, kStates), HasReason("REVISION_IN_FUTURE"));
  ASSERT_THAT(log_->Compact(100, kStates), IsOk());
  EXPECT_THAT(CheckReadable(*log_, 99, kStates), HasReason("REVISION_COMPACTED"));
  EXPECT_THAT(CheckReadable(*log_, 100, kStates), IsOk());
}

// Each commit creates a different resource, which never changes. At any moment, either the commits
// or the base have the resource.
TEST(CompactionTest, KeptStatesAreFoundDuringCompaction) {
  constexpr Revision kCommits = 300;
  TempDir dir;
  auto log = OpenLog(dir);
  ASSERT_THAT(log, IsOk());
  const auto name = [](Revision revision) { return absl::StrCat("cities/c", revision); };
  CommitMaker maker(IdSource::Real());
  std::vector<store::v1::Commit> batch = maker.NextBatch(kCommits);
  for (store::v1::Commit& commit : batch) {
    commit.mutable_changes(0)->set_name(name(commit.revision()));
  }
  CountingView view;
  ASSERT_THAT((*log)->Commit(batch, view), IsOk());
  std::thread compaction([&] {
    for (Revision before = 2; before <= kCommits; ++before) {
      EXPECT_THAT((*log)->Compact(before, /*max_commits=*/1), IsOk());
    }
  });
  Revision oldest = 0;
  while (oldest < kCommits) {
    oldest = (*log)->oldest();
    StateReader reader(log->get());
    EXPECT_THAT(reader.Read(name(oldest), oldest).status(), IsOk()) << oldest;
  }
  compaction.join();
}

// A table of notes that were all created by one commit.
class PastStretchTest : public ::testing::Test {
 protected:
  static constexpr int kNotes = 1500;

  void SetUp() override {
    auto log = OpenLog(dir_);
    ASSERT_THAT(log, IsOk());
    log_ = *std::move(log);
    sqlite::OpenOptions options;
    options.synchronous = sqlite::Synchronous::kOff;
    db_ = *sqlite::Database::Open(dir_.File("view.db"), options);
    ASSERT_THAT(schema_.table.Create(*db_, "main"), IsOk());
    CommitMaker maker(IdSource::Real());
    std::vector<store::v1::Commit> batch = maker.NextBatch(2);
    batch[1].clear_changes();
    for (int i = 0; i < kNotes; ++i) {
      samples::Note note;
      note.set_name(absl::StrCat("notes/n", 1000 + i));
      store::v1::Change* change = batch[1].add_changes();
      change->set_name(note.name());
      change->set_resource(note.SerializeAsString());
      ASSERT_THAT(schema_.table.Apply(*db_, 2, *change, {}), IsOk());
    }
    CountingView view;
    ASSERT_THAT(log_->Commit(batch, view), IsOk());
  }

  TempDir dir_;
  NotesSchema schema_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<sqlite::Database> db_;
  FakeClock clock_;
};

TEST_F(PastStretchTest, ManyResourcesThatWereCreatedLaterEndAStretch) {
  StateReader reader(log_.get(), &clock_);
  const auto first = ReadPastStretch(reader, *db_, schema_.table, "", "", 1, 10, Always);
  ASSERT_THAT(first, IsOk());
  EXPECT_TRUE(first->resources.empty());
  EXPECT_TRUE(first->more);
  EXPECT_EQ(first->last, absl::StrCat("notes/n", 1000 + kMaxPastStretch - 1));
  const auto second = ReadPastStretch(reader, *db_, schema_.table, "", first->last, 1, 10, Always);
  ASSERT_THAT(second, IsOk());
  EXPECT_FALSE(second->more);
}

TEST_F(PastStretchTest, AStretchThatRunsOutOfTimeStillAdvances) {
  StateReader reader(log_.get(), &clock_);
  const auto slowly = [&] {
    clock_.Advance(kPastPageTime / 2);
    return absl::OkStatus();
  };
  const auto first = ReadPastStretch(reader, *db_, schema_.table, "", "", 1, 10, slowly);
  ASSERT_THAT(first, IsOk());
  EXPECT_TRUE(first->more);
  EXPECT_EQ(first->last, "notes/n1001");
  const auto next = ReadPastStretch(reader, *db_, schema_.table, "", first->last, 1, 10, slowly);
  ASSERT_THAT(next, IsOk());
  EXPECT_TRUE(next->more);
  EXPECT_EQ(next->last, "notes/n1002");
}

}  // namespace
}  // namespace jumelage
