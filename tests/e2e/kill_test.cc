// Repeatedly kills a real registry_service with SIGKILL while several clients write and one
// watches.
//
// Checks that after every kill and restart all acknowledged writes are present and no refused write
// is. Interrupted writes are done completely or not at all, and can be repeated (G1, G2, G4).
// Positions never go back (G3). The watch, which runs the whole time, misses and repeats nothing
// (W1, W2, W3, W5).
#include <signal.h>

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <ostream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/pager.h"
#include "clients/cpp/registry_client.h"
#include "clients/cpp/watch_listener.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/testing/held_port.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/kill_workload.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using registry::v1::ListCitiesRequest;
using registry::v1::ListCitiesResponse;

constexpr int kWriters = 4;

// Returns how many times to kill the service: JUMELAGE_KILLS, which the test's target sets.
int Kills() {
  const char* const text = std::getenv("JUMELAGE_KILLS");
  int kills = 0;
  EXPECT_TRUE(text != nullptr && absl::SimpleAtoi(text, &kills) && kills > 0);
  return kills;
}

// A commit as a watch delivered it.
struct Seen {
  int64_t revision;
  std::string commit_id;
  std::string name;
  std::string display_name;

  friend bool operator==(const Seen& a, const Seen& b) {
    return a.revision == b.revision && a.commit_id == b.commit_id && a.name == b.name &&
           a.display_name == b.display_name;
  }
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.revision << " " << seen.name << " \"" << seen.display_name << "\"";
}

// Records the commits of a watch, up to the revision given to StopAt. Thread-safe.
class Recorder : public client::WatchListener<client::RegistryWatch> {
 public:
  bool OnSnapshot(const registry::v1::SnapshotPage&) override { return Unexpected(); }
  bool OnConsistent(const Position&) override { return Unexpected(); }
  bool OnRestart() override { return Unexpected(); }
  bool OnProgress(const Position& position) override { return Reached(position.revision); }
  bool OnCommit(const registry::v1::Commit& commit) override {
    // Each of the writers' calls changes one city.
    EXPECT_EQ(commit.changes_size(), 1);
    const registry::v1::ResourceChange& change = commit.changes(0);
    {
      MutexLock lock(&mu_);
      seen_.push_back(
          {commit.revision(), commit.commit_id(), change.name(), change.city().display_name()});
    }
    return Reached(commit.revision());
  }

  void StopAt(int64_t revision) {
    MutexLock lock(&mu_);
    stop_at_ = revision;
  }
  std::vector<Seen> seen() const {
    MutexLock lock(&mu_);
    return seen_;
  }

 private:
  // A watch that begins after a revision gets no snapshot.
  static bool Unexpected() {
    ADD_FAILURE() << "the watch took an unrequested snapshot";
    return false;
  }
  bool Reached(int64_t revision) {
    MutexLock lock(&mu_);
    return revision < stop_at_;
  }

  mutable Mutex mu_;
  int64_t stop_at_ ABSL_GUARDED_BY(mu_) = std::numeric_limits<int64_t>::max();
  std::vector<Seen> seen_ ABSL_GUARDED_BY(mu_);
};

// Returns the options of a client that retries until kProcessDeadline.
client::ClientOptions Patient() {
  client::ClientOptions options;
  options.timeout = kProcessDeadline;
  options.retry.max_attempts = 600;
  options.retry.max_backoff = absl::Milliseconds(100);
  return options;
}

class KillTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(Start());
    for (int i = 0; i < kWriters; ++i) {
      writers_.push_back(
          std::make_unique<Writer>(absl::StrCat("city-", i), 1000 + i, &acknowledged_));
    }
  }

  // Starts the service, always at the same address.
  void Start() {
    auto server = StartRegistry(data_dir_, port_.address());
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }

  // Lets the writers work until a random number of writes is acknowledged, then kills the service.
  void WriteUntilKilled() {
    std::vector<std::thread> threads;
    for (const std::unique_ptr<Writer>& writer : writers_) {
      threads.emplace_back(
          [&writer, channel = ConnectEagerly(server_->address())] { writer->Run(channel); });
    }
    const int enough = acknowledged_.value() + 1 + static_cast<int>(random_() % 100);
    EXPECT_THAT(acknowledged_.AwaitAtLeast(enough), IsOk());
    EXPECT_THAT(server_->Kill(), IsOk());
    for (std::thread& thread : threads) thread.join();
  }

  // Starts the service and kills it up to 50 ms later: usually during startup, when it replays the
  // log and may write.
  void KillWhileStarting() {
    auto process =
        Process::Start({kRegistryServiceBinary, absl::StrCat("--listen=", server_->address()),
                        absl::StrCat("--data_dir=", data_dir_)});
    ASSERT_THAT(process, IsOk());
    Clock::Real()->Sleep(absl::Microseconds(random_() % 50000));
    (*process)->Signal(SIGKILL);
    EXPECT_THAT((*process)->Wait(), IsOk());
  }

  // Returns the cities' current display names, by resource name.
  std::map<std::string, std::string> CitiesNow() {
    client::RegistryClient registry(ConnectEagerly(server_->address()), Patient());
    ListCitiesRequest request;
    request.set_page_size(1000);
    client::Pager<ListCitiesRequest, ListCitiesResponse> pages(
        request, [&](const ListCitiesRequest& page) { return registry.ListCities(page); });
    std::map<std::string, std::string> cities;
    while (true) {
      const auto page = pages.Next();
      EXPECT_THAT(page, IsOk());
      if (!page.ok() || !*page) return cities;
      for (const registry::v1::City& city : (*page)->cities()) {
        EXPECT_TRUE(cities.emplace(city.name(), city.display_name()).second) << city.name();
      }
    }
  }

  // Returns the display names that the cities must have according to the acknowledged writes.
  std::map<std::string, std::string> CitiesAcknowledged() const {
    std::map<std::string, std::string> cities;
    for (const std::unique_ptr<Writer>& writer : writers_) {
      for (const Write& write : writer->writes()) {
        if (write.outcome == Write::Outcome::kAcknowledged) cities[write.name] = write.display_name;
      }
    }
    return cities;
  }

  void ExpectPositionsNeverGoBack() const {
    std::set<std::string> logs;
    for (const std::unique_ptr<Writer>& writer : writers_) {
      int64_t last = 0;
      for (const Position& position : writer->positions()) {
        logs.insert(position.log_id);
        EXPECT_GE(position.revision, last);
        last = position.revision;
      }
      // Every answer has a position. Only a write whose connection broke has none, and it was
      // repeated.
      EXPECT_GE(writer->positions().size(), writer->writes().size());
    }
    EXPECT_EQ(logs.size(), 1u);
  }

  // Returns all commits from the first one to `head`, as a new watch delivers them.
  std::vector<Seen> History(int64_t head) {
    client::RegistryClient registry(ConnectEagerly(server_->address()), Patient());
    Recorder recorder;
    recorder.StopAt(head);
    EXPECT_THAT(registry.Watch(FromTheFirst(), &recorder), IsOk());
    return recorder.seen();
  }

  static registry::v1::WatchRequest FromTheFirst() {
    registry::v1::WatchRequest request;
    request.set_after_revision(0);
    return request;
  }

  int64_t Head() {
    client::RegistryClient registry(ConnectEagerly(server_->address()), Patient());
    const auto list = registry.ListCities({});
    EXPECT_THAT(list, IsOk());
    return list.ok() ? list->revision() : 0;
  }

  // Checks that the history contains each acknowledged write once, at the revision in its answer,
  // and nothing else.
  void ExpectHistoryIsWhatWasAcknowledged(const std::vector<Seen>& history) const {
    std::map<int64_t, std::pair<std::string, std::string>> acknowledged;
    for (const std::unique_ptr<Writer>& writer : writers_) {
      for (const Write& write : writer->writes()) {
        if (write.outcome != Write::Outcome::kAcknowledged) continue;
        EXPECT_TRUE(
            acknowledged.emplace(write.revision, std::pair(write.name, write.display_name)).second)
            << write.name;
      }
    }
    std::map<int64_t, std::pair<std::string, std::string>> told;
    int64_t revision = 0;
    for (const Seen& seen : history) {
      EXPECT_EQ(seen.revision, ++revision);
      told.emplace(seen.revision, std::pair(seen.name, seen.display_name));
    }
    EXPECT_EQ(told, acknowledged);
  }

  const TempDir directory_;
  const std::string data_dir_ = directory_.File("registry");
  const HeldPort port_;
  std::unique_ptr<ServerProcess> server_;
  std::mt19937 random_{20070601};
  Counter acknowledged_;
  std::vector<std::unique_ptr<Writer>> writers_;
};

TEST_F(KillTest, LosesNoAcknowledgedWriteAndNoWatchedCommit) {
  Recorder recorder;
  absl::Status watched;
  std::thread watcher([this, &recorder, &watched, channel = ConnectEagerly(server_->address())] {
    client::RegistryClient registry(channel, Patient());
    watched = registry.Watch(FromTheFirst(), &recorder);
  });

  const int kills = Kills();
  for (int kill = 0; kill < kills; ++kill) {
    SCOPED_TRACE(absl::StrCat("kill ", kill + 1));
    WriteUntilKilled();
    if (kill % 3 == 0) KillWhileStarting();
    // If the service can't restart, stop here; only the watcher still has to be ended.
    Start();
    if (HasFatalFailure()) break;
    for (const std::unique_ptr<Writer>& writer : writers_) {
      EXPECT_THAT(writer->SettleUnknown(ConnectEagerly(server_->address())), IsOk());
    }
    EXPECT_EQ(CitiesNow(), CitiesAcknowledged());
    ExpectPositionsNeverGoBack();
    if (HasFailure()) break;
  }

  // A watcher that is already at the head stops at its next bookmark, which arrives within a
  // second.
  const int64_t head = server_->process().running() ? Head() : 0;
  recorder.StopAt(head);
  watcher.join();
  EXPECT_THAT(watched, IsOk());
  const std::vector<Seen> history = History(head);
  EXPECT_EQ(recorder.seen(), history);
  ExpectHistoryIsWhatWasAcknowledged(history);
  EXPECT_GE(history.size(), static_cast<size_t>(kills));
}

}  // namespace
}  // namespace jumelage
