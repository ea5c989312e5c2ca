// A gRPC server whose handlers and reactors run on gRPC's threads, as ours do, and share a
// variable. The thread sanitizer must report the race even though gRPC itself is not instrumented.
//
//   seeded_race_in_grpc handlers   two handler bodies, no lock
//   seeded_race_in_grpc reaction   a handler body and a reaction of a stream's reactor, no lock
//   seeded_race_in_grpc none       the same handlers and reaction, with a lock: nothing to report
//
// The two sides wait for each other, so that they meet in every run. They use relaxed atomics for
// this, which establish no order. If they don't meet, the program prints a line and exits with 1.
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "common/server/test_service.grpc.pb.h"

namespace {

using jumelage::testing::Probe;
using jumelage::testing::ProbeService;

constexpr std::chrono::seconds kPatience(60);

// A point at which two threads wait for each other, and then write the same variable.
class Meeting {
 public:
  explicit Meeting(bool locked) : locked_(locked) {}

  void Join() {
    arrived_.fetch_add(1, std::memory_order_relaxed);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (arrived_.load(std::memory_order_relaxed) < 2) {
      if (std::chrono::steady_clock::now() > deadline) return;
      std::this_thread::yield();
    }
    std::unique_lock<std::mutex> lock(mu_, std::defer_lock);
    if (locked_) lock.lock();
    ++shared_;
  }

  bool held() const { return arrived_.load(std::memory_order_relaxed) == 2; }

 private:
  const bool locked_;
  std::atomic<int> arrived_{0};
  std::mutex mu_;
  int shared_ = 0;
};

// Writes one message, then joins the meeting and ends the stream.
class Stream final : public grpc::ServerWriteReactor<Probe> {
 public:
  Stream(Meeting* meeting, const Probe& probe) : meeting_(meeting), probe_(probe) {
    StartWrite(&probe_);
  }
  void OnWriteDone(bool) override {
    meeting_->Join();
    Finish(grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  Meeting* const meeting_;
  const Probe probe_;
};

class Service final : public ProbeService::CallbackService {
 public:
  explicit Service(Meeting* meeting) : meeting_(meeting) {}

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const Probe* request,
                                 Probe* response) override {
    meeting_->Join();
    *response = *request;
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<Probe>* Tail(grpc::CallbackServerContext*,
                                        const Probe* request) override {
    return new Stream(meeting_, *request);
  }

 private:
  Meeting* const meeting_;
};

void CallEcho(ProbeService::Stub* stub) {
  grpc::ClientContext context;
  Probe response;
  stub->Echo(&context, Probe(), &response);
}

void ReadTail(ProbeService::Stub* stub) {
  grpc::ClientContext context;
  Probe response;
  const auto stream = stub->Tail(&context, Probe());
  while (stream->Read(&response)) {
  }
  stream->Finish();
}

// Runs a server, makes two calls whose server sides meet, and returns whether they did.
bool Meet(bool locked, void (*call)(ProbeService::Stub*)) {
  Meeting meeting(locked);
  Service service(&meeting);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return false;
  const auto stub = ProbeService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
  std::thread other([&stub] { CallEcho(stub.get()); });
  call(stub.get());
  other.join();
  server->Shutdown();
  server->Wait();
  return meeting.held();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string race = argc == 2 ? argv[1] : "";
  bool met = false;
  if (race == "handlers") {
    met = Meet(/*locked=*/false, &CallEcho);
  } else if (race == "reaction") {
    met = Meet(/*locked=*/false, &ReadTail);
  } else if (race == "none") {
    met = Meet(/*locked=*/true, &CallEcho) && Meet(/*locked=*/true, &ReadTail);
  } else {
    std::fprintf(stderr, "usage: %s handlers|reaction|none\n", argv[0]);
    return 1;
  }
  if (!met) std::fprintf(stderr, "%s: the two sides never met\n", race.c_str());
  return met ? 0 : 1;
}
