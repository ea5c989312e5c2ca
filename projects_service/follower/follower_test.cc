#include "projects_service/follower/follower.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/log/position.h"
#include "common/store/embedded_store.h"
#include "common/store/waited_read.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/follower/registry_lookup.h"
#include "projects_service/follower/store_calls.h"
#include "projects_service/storage/projects.h"
#include "projects_service/testing/fake_registry.h"
#include "projects_service/testing/wait.h"

namespace jumelage {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr char kOtherLog[] = "00000000-0000-4000-8000-000000000002";

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() { channel_ = DialRegistry(registry_.address()); }
  ~FollowerTest() override { Close(); }

  // Opens the store in the data directory and starts a follower that has no state outside the view,
  // as a new process would.
  void Open() {
    DataOptions data;
    data.data_dir = dir_.path();
    data.service = "projects";
    auto store = OpenEmbeddedStore(data, &storage_.schema(), StoreOptions());
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
    position_ = std::make_unique<RegistryPosition>();
    FollowerOptions options;
    options.backoff.first = absl::Milliseconds(1);
    options.backoff.most = absl::Milliseconds(20);
    options.stall_timeout = stall_timeout_;
    follower_ = std::make_unique<Follower>(
        store_.get(), registry::v1::WatchService::NewStub(channel_), position_.get(), options);
    follower_->Start();
  }

  void Close() {
    if (follower_ != nullptr) follower_->Stop();
    follower_.reset();
    if (store_ != nullptr) store_->Stop();
    store_.reset();
  }

  // Waits until the view has followed the registry to its head. Returns false if it never does.
  bool CatchesUp() {
    return Eventually([&] {
      const FollowerStatus status = follower_->status();
      return status.caught_up && status.position && *status.position == registry_.position();
    });
  }

  // Restarts the registry and waits until it is followed. Returns what the follower logs meanwhile.
  std::string LogOfReturn() {
    testing::internal::CaptureStderr();
    registry_.Start();
    EXPECT_TRUE(CatchesUp());
    EXPECT_EQ(follower_->status().position, registry_.position());
    return testing::internal::GetCapturedStderr();
  }

  // Returns "live Belfort", "deleted Belfort", "removed Belfort", or "unknown".
  std::string Shown(const std::string& name) {
    const auto found = WaitForRead<std::optional<FollowedResource>>(
        store_.get(), [&](const Snapshot& snapshot) { return FindFollowed(snapshot.db, name); });
    EXPECT_THAT(found, IsOk());
    if (!found.ok() || !*found) return "unknown";
    const char* const states[] = {"", "live ", "deleted ", "removed "};
    return states[static_cast<int>((*found)->state)] + (*found)->display_name;
  }

  absl::Duration stall_timeout_ = absl::Seconds(10);
  TempDir dir_;
  FakeRegistry registry_;
  std::shared_ptr<grpc::Channel> channel_;
  const ProjectStorage storage_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<RegistryPosition> position_;
  std::unique_ptr<Follower> follower_;
};

TEST_F(FollowerTest, AppliesASnapshotAndThenEveryChange) {
  registry_.Put("cities/belfort", "Belfort");
  registry_.Put("organizations/comite", "Comité");
  registry_.Put("twinnings/belfort-leonberg", "");
  Open();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/belfort"), "live Belfort");
  EXPECT_EQ(Shown("organizations/comite"), "live Comité");
  EXPECT_EQ(Shown("twinnings/belfort-leonberg"), "live ");

  registry_.Put("cities/belfort", "Belfort (90)");
  registry_.Put("agreements/charter", "Charte");
  registry_.Delete("organizations/comite");
  registry_.Purge("twinnings/belfort-leonberg");
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/belfort"), "live Belfort (90)");
  EXPECT_EQ(Shown("agreements/charter"), "live Charte");
  EXPECT_EQ(Shown("organizations/comite"), "deleted Comité");
  EXPECT_EQ(Shown("twinnings/belfort-leonberg"), "removed ");
  EXPECT_EQ(registry_.snapshots(), 1);
  EXPECT_LT(follower_->status().lag, absl::Seconds(20));
}

TEST_F(FollowerTest, ResumesFromItsPositionWhenAStreamIsCut) {
  registry_.Put("cities/a", "A");
  Open();
  ASSERT_TRUE(CatchesUp());
  for (int i = 0; i < 5; ++i) {
    registry_.CutStreams();
    registry_.Put(absl::StrCat("cities/c", i), "C");
    ASSERT_TRUE(CatchesUp());
  }
  EXPECT_EQ(registry_.snapshots(), 1);
  EXPECT_GE(registry_.resumes(), 5);
  EXPECT_EQ(Shown("cities/c4"), "live C");
}

TEST_F(FollowerTest, IgnoresRepeatedAndLateChanges) {
  registry_.set_repeat(true);
  Open();
  ASSERT_TRUE(CatchesUp());
  for (int i = 1; i <= 20; ++i) registry_.Put("cities/a", absl::StrCat("A", i));
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live A20");
}

TEST_F(FollowerTest, AppliesCommitsThatArriveInParts) {
  registry_.set_in_parts(true);
  Open();
  ASSERT_TRUE(CatchesUp());
  registry_.PutAll({"cities/a", "cities/b", "cities/c"});
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live cities/a");
  EXPECT_EQ(Shown("cities/c"), "live cities/c");
}

TEST_F(FollowerTest, KeepsItsCopyWhileTheRegistryIsDownAndCatchesUpByItself) {
  registry_.Put("cities/a", "A");
  Open();
  ASSERT_TRUE(CatchesUp());
  registry_.Stop();
  ASSERT_TRUE(Eventually([&] { return !follower_->status().caught_up; }));
  EXPECT_TRUE(follower_->status().consistent);
  EXPECT_EQ(Shown("cities/a"), "live A");
  registry_.Put("cities/b", "B");
  registry_.Start();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/b"), "live B");
  EXPECT_EQ(registry_.snapshots(), 1);
}

TEST_F(FollowerTest, WaitsForARegistryThatHasNotStartedYet) {
  registry_.Stop();
  registry_.Put("cities/a", "A");
  Open();
  EXPECT_FALSE(follower_->status().consistent);
  EXPECT_EQ(follower_->status().lag, absl::InfiniteDuration());
  registry_.Start();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live A");
}

TEST_F(FollowerTest, TakesANewSnapshotWhenItsPositionWasCompacted) {
  registry_.Put("cities/a", "A");
  registry_.Put("cities/b", "B");
  Open();
  ASSERT_TRUE(CatchesUp());
  registry_.Stop();
  registry_.Purge("cities/a");
  registry_.Put("cities/b", "B2");
  registry_.Compact();
  registry_.Start();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(registry_.snapshots(), 2);
  EXPECT_EQ(Shown("cities/a"), "removed A") << "the new snapshot does not contain it";
  EXPECT_EQ(Shown("cities/b"), "live B2");
}

TEST_F(FollowerTest, TakesANewSnapshotWhenTheRegistryHasAnotherLog) {
  for (int i = 0; i < 10; ++i) registry_.Put("cities/a", absl::StrCat("A", i));
  registry_.Put("cities/b", "B");
  Open();
  ASSERT_TRUE(CatchesUp());
  registry_.Stop();
  registry_.BecomeOtherLog(kOtherLog);
  registry_.Put("cities/a", "restored A");
  registry_.Start();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live restored A") << "though its revision is smaller";
  EXPECT_EQ(Shown("cities/b"), "removed B");
  EXPECT_EQ(follower_->status().position, registry_.position());
}

// The registry was put back to an earlier state, and has made as many changes since, or more,
// before it is followed again.
TEST_F(FollowerTest, TakesANewSnapshotWhenTheRegistryHasAnotherHistory) {
  registry_.Put("cities/a", "A");
  registry_.Put("cities/b", "B");
  registry_.Put("cities/a", "A2");
  Open();
  ASSERT_TRUE(CatchesUp());
  const std::string followed = FormatPosition(registry_.position());
  registry_.Stop();
  registry_.GoBackTo(1);
  for (const char* name : {"cities/c", "cities/d", "cities/e"}) registry_.Put(name, "other");
  ASSERT_GT(registry_.head(), 3);
  // The log names both positions, and what is lost.
  EXPECT_THAT(LogOfReturn(),
              AllOf(HasSubstr(followed), HasSubstr(FormatPosition(registry_.position())),
                    HasSubstr("cities/a at 3, cities/b at 2")));
  EXPECT_EQ(Shown("cities/a"), "live A") << "the earlier state";
  EXPECT_EQ(Shown("cities/b"), "removed B");
  EXPECT_EQ(Shown("cities/c"), "live other");
}

TEST_F(FollowerTest, TakesANewSnapshotWhenTheRegistryWentBack) {
  registry_.Put("cities/a", "A");
  registry_.Put("cities/b", "B");
  Open();
  ASSERT_TRUE(CatchesUp());
  const std::string followed = FormatPosition(registry_.position());
  registry_.Stop();
  registry_.GoBackTo(1);
  EXPECT_THAT(LogOfReturn(),
              AllOf(HasSubstr(followed), HasSubstr(FormatPosition(registry_.position())),
                    HasSubstr("cities/b at 2")));
  EXPECT_EQ(Shown("cities/b"), "removed B");
}

// Below the history that the registry keeps, it can't prove that the position is of another
// history.
TEST_F(FollowerTest, ASnapshotReplacesEverythingEvenIfThePositionIsNotProved) {
  registry_.Put("cities/a", "A");
  registry_.Put("cities/a", "A2");
  Open();
  ASSERT_TRUE(CatchesUp());
  registry_.Stop();
  registry_.GoBackTo(1);
  for (int i = 0; i < 3; ++i) registry_.Put("cities/b", "B");
  registry_.Compact();
  registry_.Start();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live A");
}

TEST_F(FollowerTest, TakesNewSnapshotsUntilOneIsComplete) {
  registry_.PutAll({"cities/a", "cities/b", "cities/c"});
  registry_.set_cut_snapshots(true);
  Open();
  ASSERT_TRUE(Eventually([&] { return registry_.snapshots() >= 3; }));
  EXPECT_FALSE(follower_->status().consistent);
  EXPECT_EQ(follower_->status().position, std::nullopt);
  registry_.set_cut_snapshots(false);
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/c"), "live cities/c");
}

TEST_F(FollowerTest, CancelsASilentStream) {
  // Twenty-five times the interval between two messages of the fake registry.
  stall_timeout_ = absl::Milliseconds(500);
  registry_.set_silent(true);
  registry_.Put("cities/a", "A");
  Open();
  ASSERT_TRUE(Eventually([&] { return registry_.snapshots() >= 2; }));
  registry_.set_silent(false);
  registry_.CutStreams();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live A");
}

TEST_F(FollowerTest, AnotherProcessContinuesFromTheViewsPosition) {
  registry_.Put("cities/a", "A");
  Open();
  ASSERT_TRUE(CatchesUp());
  Close();
  registry_.Put("cities/b", "B");
  Open();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(registry_.snapshots(), 1);
  EXPECT_EQ(Shown("cities/a"), "live A");
  EXPECT_EQ(Shown("cities/b"), "live B");
}

TEST_F(FollowerTest, RefillsALostView) {
  registry_.Put("cities/a", "A");
  Open();
  ASSERT_TRUE(CatchesUp());
  Close();
  ASSERT_EQ(std::remove(dir_.File("view.db").c_str()), 0);
  Open();
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(registry_.snapshots(), 2);
  EXPECT_EQ(Shown("cities/a"), "live A");
}

// G3: a reported position never goes back, whatever happens to the stream.
TEST_F(FollowerTest, ThePositionNeverGoesBack) {
  registry_.set_repeat(true);
  Open();
  Revision last = 0;
  for (int i = 0; i < 200; ++i) {
    registry_.Put("cities/a", absl::StrCat("A", i));
    if (i % 20 == 10) registry_.CutStreams();
    if (i % 50 == 25) registry_.Compact();
    const std::optional<Position> position = follower_->status().position;
    if (!position) continue;
    EXPECT_GE(position->revision, last);
    last = position->revision;
  }
  ASSERT_TRUE(CatchesUp());
  EXPECT_EQ(Shown("cities/a"), "live A199");
}

}  // namespace
}  // namespace jumelage
