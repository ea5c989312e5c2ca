#include "tests/robustness/driver.h"

#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/testing/fault_vfs.h"
#include "common/testing/temp_dir.h"
#include "tests/robustness/call_validators.h"
#include "tests/robustness/client.h"
#include "tests/robustness/strike.h"
#include "tests/robustness/view_replay.h"
#include "tests/robustness/watch_validators.h"
#include "tests/robustness/watcher.h"

namespace jumelage {
namespace {

constexpr int kClients = 4;
// The time limit for waiting. A healthy service needs milliseconds, or longer on a busy machine.
constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr absl::Duration kPoll = absl::Milliseconds(2);
// How long to wait for a strike to take effect, and how long clients keep working afterwards.
constexpr absl::Duration kStrikeWait = absl::Milliseconds(500);
constexpr absl::Duration kAftermath = absl::Milliseconds(40);
constexpr absl::Duration kFullTime = absl::Milliseconds(100);
// A client that has made this many calls in one life slows down.
constexpr int kEagerCalls = 150;

class Driver {
 public:
  Driver(Subject* subject, const DriverOptions& options);
  DriverReport Run();

 private:
  bool Start(int life);
  void Work(int life);
  void Hit(const Strike& strike, int64_t* struck);
  void SufferFullDisk();
  void AwaitRecovery();
  void AwaitWatchers();
  void End(const Strike& strike);
  void ReadEverything();
  void Check();
  void Count();
  void Find(const std::string& check, const std::string& what) {
    report_.findings.Add(check, what);
  }
  // Waits until `done` returns true. Returns false if it has not done so after `patience`.
  static bool Await(absl::Duration patience, const std::function<bool()>& done);
  std::shared_ptr<grpc::Channel> NewChannel() const;
  void StartThreads(int life);
  void JoinThreads();

  Subject* const subject_;
  const DriverOptions options_;
  std::mt19937_64 random_;
  TempDir dir_;
  FaultVfs vfs_;
  int boots_ = 0;
  std::atomic<int64_t> ticks_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::unique_ptr<Client>> clients_;
  // The driver's own client, which probes the service while the other clients work.
  std::unique_ptr<Client> probe_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
  std::vector<std::thread> threads_;
  LogCopy log_before_;
  DriverReport report_;
};

Driver::Driver(Subject* subject, const DriverOptions& options)
    : subject_(subject), options_(options), random_(options.seed), vfs_(options.seed) {
  for (int i = 0; i < kClients; ++i) {
    clients_.push_back(std::make_unique<Client>(i, random_(), subject, &ticks_));
  }
  probe_ = std::make_unique<Client>(kClients, random_(), subject, &ticks_);
  int number = 0;
  for (const WatchTarget& target : subject->Targets()) {
    for (const bool from_snapshot : {false, true}) {
      watchers_.push_back(
          std::make_unique<Watcher>(number++, random_(), subject, target, from_snapshot));
    }
  }
}

bool Driver::Await(absl::Duration patience, const std::function<bool()>& done) {
  const absl::Time deadline = Clock::Real()->Now() + patience;
  while (!done()) {
    if (Clock::Real()->Now() > deadline) return false;
    Clock::Real()->Sleep(kPoll);
  }
  return true;
}

std::shared_ptr<grpc::Channel> Driver::NewChannel() const {
  grpc::ChannelArguments arguments;
  // Without this, channels with the same arguments would share a connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(subject_->address(), grpc::InsecureChannelCredentials(),
                                   arguments);
}

DriverReport Driver::Run() {
  for (int life = 0; life <= options_.lives; ++life) {
    if (!Start(life)) return std::move(report_);
    for (const auto& client : clients_) {
      client->Connect(life, NewChannel());
      if (client->Settle(kPatience) > 0) Find("UnknownIsSettled", "a write can't be settled");
    }
    probe_->Connect(life, NewChannel());
    if (probe_->Settle(kPatience) > 0) Find("UnknownIsSettled", "a probe can't be settled");
    if (life == options_.lives) ReadEverything();
    Check();
    if (!report_.findings.empty()) break;
    if (life < options_.lives) Work(life);
  }
  Count();
  subject_->Stop();
  return std::move(report_);
}

bool Driver::Start(int life) {
  if (vfs_.killed()) {
    vfs_.Restart();
    ++boots_;
  }
  DataOptions data;
  data.data_dir = dir_.path();
  data.vfs = vfs_.name();
  data.log_synchronous = options_.log_synchronous;
  data.boot_id = absl::StrCat("boot-", boots_);
  const absl::Status started = subject_->Start(std::move(data));
  if (!started.ok()) Find("StartsAgain", absl::StrCat("life ", life, ": ", started.ToString()));
  return started.ok();
}

void Driver::Check() {
  const absl::StatusOr<LogCopy> log = LogCopy::Read(subject_->store().log());
  if (!log.ok()) return Find("LogIsReadable", log.status().ToString());
  History history;
  for (const auto& client : clients_) {
    history.calls.insert(history.calls.end(), client->calls().begin(), client->calls().end());
  }
  history.calls.insert(history.calls.end(), probe_->calls().begin(), probe_->calls().end());
  for (const auto& watcher : watchers_) {
    history.streams.insert(history.streams.end(), watcher->streams().begin(),
                           watcher->streams().end());
  }
  history.log_before = std::exchange(log_before_, *log);
  history.trace = [this](const std::string& name, const std::string& bytes) {
    return subject_->Trace(name, bytes);
  };
  CheckAll(history, *log, &report_.findings);
  CheckViewIsTheLogs(dir_.path(), vfs_.name(), subject_->store(), &report_.findings);
}

// Runs the last life, which has no fault: while the clients work, the probe reads every resource
// once more. Then waits until every watcher has reached the head.
void Driver::ReadEverything() {
  StartThreads(options_.lives);
  for (const auto& [name, states] : log_before_.states()) {
    const absl::Status read = probe_->ReadFromView(name);
    if (!read.ok() && !absl::IsNotFound(read)) Find("ReadsGoOn", read.ToString());
  }
  stopping_ = true;
  AwaitWatchers();
  JoinThreads();
}

void Driver::StartThreads(int life) {
  stopping_ = false;
  for (const auto& client : clients_) {
    threads_.emplace_back([this, client = client.get()] {
      for (int calls = 0; !stopping_; ++calls) {
        const bool answered = client->Step();
        if (!answered || calls > kEagerCalls) Clock::Real()->Sleep(kPoll);
      }
    });
  }
  for (const auto& watcher : watchers_) {
    watcher->Connect(life, NewChannel(), subject_->store().log().log_id());
    threads_.emplace_back([watcher = watcher.get()] { watcher->Run(); });
  }
}

void Driver::JoinThreads() {
  stopping_ = true;
  for (const auto& watcher : watchers_) watcher->Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Driver::Work(int life) {
  Strike strike = NextStrike(random_);
  if (options_.disk_lies || options_.log_synchronous == sqlite::Synchronous::kOff) {
    // Only a power failure reveals missing syncs.
    strike = Strike();
    strike.ending = Ending::kPowerLoss;
  }
  absl::StrAppend(&report_.story, "life ", life, ": ", DescribeStrike(strike), "\n");
  if (options_.disk_lies) {
    FaultPlan lie;
    lie.operation = FileOperation::kSync;
    lie.fault = Fault::kDrop;
    lie.times = std::numeric_limits<int64_t>::max();
    vfs_.Inject(lie);
  }
  StartThreads(life);
  int64_t struck = 0;
  Hit(strike, &struck);
  if (struck > 0) ++report_.stats.strikes[NameOf(strike.kind)];
  End(strike);
}

void Driver::Hit(const Strike& strike, int64_t* struck) {
  if (strike.kind == StrikeKind::kFullDisk) {
    Clock::Real()->Sleep(kAftermath);
    SufferFullDisk();
    *struck = 1;
    return;
  }
  if (strike.kind == StrikeKind::kNone) {
    Clock::Real()->Sleep(kAftermath + absl::Milliseconds(random_() % 100));
    return;
  }
  vfs_.Inject(strike.plan);
  Await(kStrikeWait, [&] { return vfs_.struck() >= strike.plan.times; });
  *struck = vfs_.struck();
  if (!vfs_.killed()) Clock::Real()->Sleep(kAftermath);
  vfs_.ClearFaults();
  if (!vfs_.killed()) AwaitRecovery();
}

// Makes the disk full for a while. Writes must get an error, and reads must work.
void Driver::SufferFullDisk() {
  vfs_.SetFreeBytes(0);
  const absl::Time until = Clock::Real()->Now() + kFullTime;
  const std::vector<std::string> names = subject_->SharedNames();
  // Writes still succeed while they can reuse space that is already allocated to the files.
  const bool refused = Await(kPatience, [&] {
    const absl::Status read = probe_->ReadFromView(names[random_() % names.size()]);
    if (!read.ok() && !absl::IsNotFound(read)) Find("ReadsGoOn", read.ToString());
    return ErrorReason(probe_->Write()) == "STORAGE_FULL" && Clock::Real()->Now() > until;
  });
  if (!refused) Find("FullDiskIsTold", "no write was refused with STORAGE_FULL");
  vfs_.SetFreeBytes(std::nullopt);
  AwaitRecovery();
}

// Waits until writing has resumed by itself, now that the storage works again.
void Driver::AwaitRecovery() {
  absl::Status last;
  const bool recovered = Await(kPatience, [&] {
    last = probe_->Write();
    return last.ok();
  });
  if (!recovered) Find("WritingResumes", last.ToString());
}

// W6: waits until every watcher has reached the head, through commits or bookmarks.
void Driver::AwaitWatchers() {
  const Revision head = subject_->store().publication().revision();
  for (const auto& watcher : watchers_) {
    if (!watcher->AwaitTold(head, kPatience)) {
      Find("WatchersArrive", absl::StrCat("a watcher did not reach ", head));
    }
  }
}

void Driver::End(const Strike& strike) {
  const bool by_power = vfs_.killed() || strike.ending == Ending::kPowerLoss;
  if (!by_power) AwaitWatchers();
  if (by_power) vfs_.Kill(strike.loss);
  // Half of the time, the clients are still working when the service stops.
  const bool under_load = random_() % 2 == 0;
  if (!under_load) JoinThreads();
  // Stop answers all calls that are waiting, so the clients' threads can end.
  subject_->Stop();
  JoinThreads();
  if (strike.ending == Ending::kStopThenPowerLoss) vfs_.Kill(strike.loss);
}

void Driver::Count() {
  DriverStats& stats = report_.stats;
  const auto count = [&](const Client& client) {
    for (const CallRecord& call : client.calls()) {
      stats.reads += !call.write;
      stats.acknowledged += call.write && call.outcome == Outcome::kAcknowledged;
      stats.refused += call.write && call.outcome == Outcome::kRefused;
      stats.unknown += call.write && call.outcome == Outcome::kUnknown;
      if (!call.status.ok()) ++stats.reasons[call.cut ? "cut" : ErrorReason(call.status)];
    }
  };
  for (const auto& client : clients_) count(*client);
  count(*probe_);
  for (const auto& watcher : watchers_) {
    for (const StreamRecord& stream : watcher->streams()) {
      ++stats.streams;
      for (const WatchMessage& message : stream.messages) {
        stats.watched_commits += static_cast<int64_t>(message.commits.size());
      }
    }
  }
}

}  // namespace

void DriverStats::Add(const DriverStats& other) {
  acknowledged += other.acknowledged;
  refused += other.refused;
  unknown += other.unknown;
  reads += other.reads;
  watched_commits += other.watched_commits;
  streams += other.streams;
  for (const auto& [reason, count] : other.reasons) reasons[reason] += count;
  for (const auto& [kind, count] : other.strikes) strikes[kind] += count;
}

std::string DriverStats::ToString() const {
  std::string text = absl::StrCat(acknowledged, " writes acknowledged, ", refused, " refused, ",
                                  unknown, " unknown; ", reads, " reads; ", watched_commits,
                                  " commits watched on ", streams, " streams; errors");
  for (const auto& [reason, count] : reasons) absl::StrAppend(&text, " ", reason, "=", count);
  absl::StrAppend(&text, "; strikes");
  for (const auto& [kind, count] : strikes) absl::StrAppend(&text, " ", kind, "=", count);
  return text;
}

void CheckAll(const History& history, const LogCopy& log, Findings* findings) {
  for (const auto check : {CheckAcknowledgedWritesAreKept,
                           CheckRefusedWritesLeaveNothing,
                           CheckRepeatedWritesHaveOneEffect,
                           CheckNothingSeenIsMissing,
                           CheckRefusalsRestOnTheDurable,
                           CheckPositionsNeverGoBack,
                           CheckReadsShowTheirPosition,
                           CheckWritesComeAfterWhatWasSeen,
                           CheckEtagsGuard,
                           CheckLogIsAChain,
                           CheckLogOnlyGrows,
                           CheckStatesBuildOnEarlierOnes,
                           CheckErrorsAreTyped,
                           CheckWatchIsOrdered,
                           CheckWatchIsUnique,
                           CheckWatchIsReliable,
                           CheckWatchIsAtomic,
                           CheckWatchSnapshotsAreConsistent,
                           CheckWatchIsResumable,
                           CheckWatchIsBookmarked}) {
    check(history, log, findings);
  }
}

DriverReport Drive(Subject* subject, const DriverOptions& options) {
  return Driver(subject, options).Run();
}

}  // namespace jumelage
