#include "benchmarks/load/watch_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/etcd/etcd.pb.h"
#include "benchmarks/load/random.h"
#include "benchmarks/load/wire.h"
#include "common/base/mutex.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/city_service.pb.h"
#include "jumelage/registry/v1/watch_service.pb.h"

namespace jumelage::benchmarks {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr char kWatch[] = "/jumelage.registry.v1.WatchService/Watch";
constexpr char kEtcdWatch[] = "/etcdserverpb.Watch/Watch";
constexpr char kListCities[] = "/jumelage.registry.v1.CityService/ListCities";
// The time limit for all streams to start, and for the last change to reach them all.
constexpr absl::Duration kPatience = absl::Seconds(30);
// More changes than one writer makes in a measurement.
constexpr int64_t kMaxWrites = 4 << 20;

// How to watch one kind of server.
struct Protocol {
  std::string method;
  grpc::ByteBuffer request;
  // The number of the field with the changes in a response.
  int changes_field;
};

absl::StatusOr<Protocol> ProtocolOf(const WatchOptions& options) {
  if (options.etcd) {
    etcdserverpb::WatchRequest request;
    // Watch every key: all keys are names of cities.
    request.mutable_create_request()->set_key("cities/");
    request.mutable_create_request()->set_range_end("cities0");
    return Protocol{kEtcdWatch, ToBytes(request), etcdserverpb::WatchResponse::kEventsFieldNumber};
  }
  // Watch from the position of a list that was just read.
  const std::shared_ptr<grpc::Channel> channel = Connect(options.target);
  registry::v1::ListCitiesRequest list;
  list.set_page_size(1);
  registry::v1::ListCitiesResponse listed;
  JUMELAGE_RETURN_IF_ERROR(CallOnce(*channel, kListCities, list, &listed));
  registry::v1::WatchRequest request;
  request.set_after_revision(listed.revision());
  return Protocol{kWatch, ToBytes(request), registry::v1::WatchResponse::kCommitsFieldNumber};
}

// When each write began. Set by the writer, and read when a stream delivers the write.
class WriteTimes {
 public:
  WriteTimes() : times_(kMaxWrites) {}
  void Add(SteadyClock::time_point time) {
    const int64_t count = count_.load(std::memory_order_relaxed);
    times_[count] = time;
    count_.store(count + 1, std::memory_order_release);
  }
  int64_t count() const { return count_.load(std::memory_order_acquire); }
  SteadyClock::time_point at(int64_t index) const { return times_[index]; }

 private:
  std::vector<SteadyClock::time_point> times_;
  std::atomic<int64_t> count_{0};
};

// One watching stream.
struct Stream {
  enum class Step { kStarting, kSending, kReading, kEnded };
  Step step = Step::kStarting;
  grpc::ClientContext context;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call;
  grpc::ByteBuffer message;
  int64_t delivered = 0;
  bool ready = false;
};

// All the streams, on one completion queue and thread.
class Streams {
 public:
  Streams(const Protocol& protocol, bool etcd, const WriteTimes* writes)
      : protocol_(protocol), etcd_(etcd), writes_(*writes) {}

  void Start(const WatchOptions& options) {
    std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
    for (int i = 0; i < options.channels; ++i) {
      stubs.push_back(std::make_unique<grpc::GenericStub>(Connect(options.target)));
    }
    for (int i = 0; i < options.watchers; ++i) {
      Stream* const stream = streams_.emplace_back(std::make_unique<Stream>()).get();
      stream->call =
          stubs[i % stubs.size()]->PrepareCall(&stream->context, protocol_.method, &queue_);
      stream->call->StartCall(stream);
    }
    thread_ = std::thread([this] { Loop(); });
  }

  // Waits until every stream has begun to watch.
  absl::Status AwaitReady() {
    return Await([this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return ready_ == streams_.size(); });
  }
  // Waits until every stream has delivered `changes` changes.
  absl::Status AwaitDelivered(int64_t changes) {
    const int64_t all = changes * static_cast<int64_t>(streams_.size());
    return Await([this, all]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return delivered_ >= all; });
  }

  void Stop() {
    for (const auto& stream : streams_) stream->context.TryCancel();
    stopping_.store(true);
    thread_.join();
  }

  LoopResult& result() { return result_; }
  SteadyClock::time_point last_delivery() const { return last_delivery_; }

 private:
  template <typename Condition>
  absl::Status Await(Condition condition) {
    MutexLock lock(&mu_);
    const SteadyClock::time_point deadline =
        SteadyClock::now() + absl::ToChronoMicroseconds(kPatience);
    while (!condition() && status_.ok()) {
      if (SteadyClock::now() > deadline) {
        return absl::DeadlineExceededError(
            absl::StrCat("the streams did not deliver every change: ", delivered_, " of ",
                         writes_.count() * static_cast<int64_t>(streams_.size())));
      }
      changed_.WaitFor(&mu_, absl::Milliseconds(100));
    }
    return status_;
  }

  void Loop() {
    void* tag = nullptr;
    bool ok = false;
    size_t running = streams_.size();
    while (running > 0 && queue_.Next(&tag, &ok)) {
      auto* const stream = static_cast<Stream*>(tag);
      if (ok) {
        Advance(stream);
      } else {
        --running;
        stream->step = Stream::Step::kEnded;
        if (!stopping_.load()) Fail(absl::InternalError("a watch ended"));
      }
    }
    queue_.Shutdown();
    while (queue_.Next(&tag, &ok)) continue;
  }

  void Advance(Stream* stream) {
    switch (stream->step) {
      case Stream::Step::kStarting:
        stream->step = Stream::Step::kSending;
        stream->call->Write(protocol_.request, stream);
        return;
      case Stream::Step::kSending:
        stream->step = Stream::Step::kReading;
        break;
      case Stream::Step::kReading:
        Take(stream);
        break;
      case Stream::Step::kEnded:
        return;
    }
    stream->call->Read(&stream->message, stream);
  }

  void Take(Stream* stream) {
    const SteadyClock::time_point now = SteadyClock::now();
    const int changes = CountField(stream->message, protocol_.changes_field);
    // Parse only the first stream's messages. For all other streams, count the changes without
    // parsing, which costs the same for both servers.
    absl::Status right =
        stream == streams_.front().get() ? Check(*stream, changes) : absl::OkStatus();
    result_.response_bytes += static_cast<int64_t>(stream->message.Length());
    for (int i = 0; i < changes; ++i) {
      const int64_t write = stream->delivered++;
      if (write >= writes_.count()) {
        right = absl::InternalError("a watch delivered more changes than were written");
        break;
      }
      const auto taken =
          std::chrono::duration_cast<std::chrono::microseconds>(now - writes_.at(write));
      result_.latencies_us.push_back(static_cast<uint32_t>(taken.count()));
    }
    MutexLock lock(&mu_);
    if (!right.ok() && status_.ok()) status_ = right;
    delivered_ += changes;
    if (changes > 0) last_delivery_ = now;
    // With both servers, the first message means that the watch has started.
    if (!stream->ready) {
      stream->ready = true;
      ++ready_;
    }
    if (ready_ == streams_.size()) changed_.SignalAll();
  }

  // Checks that the message contains `changes` changes, and that their revisions continue those of
  // the previous messages without a gap. A commit of the registry must change one city.
  absl::Status Check(const Stream& stream, int changes) {
    std::vector<int64_t> revisions;
    if (etcd_) {
      etcdserverpb::WatchResponse message;
      JUMELAGE_RETURN_IF_ERROR(FromBytes(stream.message, &message));
      for (const auto& event : message.events()) revisions.push_back(event.kv().mod_revision());
    } else {
      registry::v1::WatchResponse message;
      JUMELAGE_RETURN_IF_ERROR(FromBytes(stream.message, &message));
      for (const auto& commit : message.commits()) {
        if (commit.changes_size() != 1 || commit.changes(0).city().name().empty()) {
          return absl::InternalError("a commit without a city");
        }
        revisions.push_back(commit.revision());
      }
    }
    if (static_cast<int>(revisions.size()) != changes) return absl::InternalError("miscounted");
    for (const int64_t revision : revisions) {
      if (last_revision_ != 0 && revision != last_revision_ + 1) {
        return absl::InternalError(
            absl::StrCat("revision ", revision, " came after ", last_revision_));
      }
      last_revision_ = revision;
    }
    return absl::OkStatus();
  }

  void Fail(absl::Status status) {
    MutexLock lock(&mu_);
    if (status_.ok()) status_ = std::move(status);
    changed_.SignalAll();
  }

  const Protocol& protocol_;
  const bool etcd_;
  const WriteTimes& writes_;
  std::vector<std::unique_ptr<Stream>> streams_;
  grpc::CompletionQueue queue_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  // Used only by the thread until it is joined.
  LoopResult result_;
  int64_t last_revision_ = 0;

  Mutex mu_;
  CondVar changed_;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  size_t ready_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t delivered_ ABSL_GUARDED_BY(mu_) = 0;
  SteadyClock::time_point last_delivery_;
};

// Makes one call after another for the measured time, and records when each began.
absl::Status Write(Workload* workload, const WatchOptions& options, WriteTimes* times) {
  const std::shared_ptr<grpc::Channel> channel = Connect(options.target);
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  Random random(options.seed);
  absl::Status status;
  const SteadyClock::time_point end =
      SteadyClock::now() + absl::ToChronoMicroseconds(options.measured);
  while (status.ok() && SteadyClock::now() < end && times->count() < kMaxWrites) {
    const int64_t key = workload->Pick(&random);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    grpc::ByteBuffer response;
    grpc::Status outcome;
    times->Add(SteadyClock::now());
    const auto call =
        stub.PrepareUnaryCall(&context, workload->method(), workload->Request(key), &queue);
    call->StartCall();
    call->Finish(&response, &outcome, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    status = outcome.ok() ? workload->Check(key, response) : CallError(workload->method(), outcome);
  }
  queue.Shutdown();
  return status;
}

}  // namespace

absl::StatusOr<LoopResult> RunWatchLoad(Workload* writes, const WatchOptions& options) {
  JUMELAGE_ASSIGN_OR_RETURN(const Protocol protocol, ProtocolOf(options));
  WriteTimes times;
  Streams streams(protocol, options.etcd, &times);
  streams.Start(options);
  absl::Status status = streams.AwaitReady();
  const SteadyClock::time_point start = SteadyClock::now();
  if (status.ok()) status = Write(writes, options, &times);
  if (status.ok()) status = streams.AwaitDelivered(times.count());
  streams.Stop();
  JUMELAGE_RETURN_IF_ERROR(status);
  LoopResult result = std::move(streams.result());
  result.calls = static_cast<int64_t>(result.latencies_us.size());
  result.seconds = std::chrono::duration<double>(streams.last_delivery() - start).count();
  return result;
}

}  // namespace jumelage::benchmarks
