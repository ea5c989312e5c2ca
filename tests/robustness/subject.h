#ifndef JUMELAGE_TESTS_ROBUSTNESS_SUBJECT_H_
#define JUMELAGE_TESTS_ROBUSTNESS_SUBJECT_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"
#include "common/watch/watch_server.h"
#include "tests/robustness/history.h"

namespace jumelage {

struct CallOptions {
  absl::Duration timeout;
  std::optional<Position> min_position;
};

struct Reply {
  absl::Status status;
  ResourceState state;
  std::optional<Position> position;
};

// A call that can be repeated unchanged, even after a restart of the service.
struct Plan {
  using Send =
      std::function<Reply(const std::shared_ptr<grpc::Channel>& channel, const CallOptions&)>;
  std::string method;
  std::string resource;
  std::string request_id;  // empty: a read
  bool removes = false;
  Revision guard = 0;
  Send send;
};

// A client's knowledge, on which it bases its next call. Used by one thread at a time.
struct ClientMind {
  int number = 0;
  std::mt19937_64 random;
  // How many resources the client has created.
  int made = 0;
  // The resources as the client last saw them, including those that other clients created.
  std::map<std::string, ResourceState> known;
  // An earlier revision of a resource, for stale etags.
  std::map<std::string, Revision> former;

  // Returns a number from 0 to `bound` - 1.
  int Below(int bound) { return static_cast<int>(random() % static_cast<uint64_t>(bound)); }
};

// One stream of changes. One thread calls Read and Finish; any thread may call Cancel.
class WatchCall {
 public:
  virtual ~WatchCall() = default;
  // Returns false at the end of the stream.
  virtual bool Read(WatchMessage* message) = 0;
  // Returns why the stream ended. Called once, after Read returned false.
  virtual absl::Status Finish() = 0;
  virtual void Cancel() = 0;
};

// The filter of a watch, both as in a request and as the log's WatchFilter.
struct WatchTarget {
  std::vector<std::string> resource_types;
  std::vector<std::string> names;
  WatchFilter filter;
};

// A service under test: how to start it, and the calls that clients make. NextWrite, Get,
// SharedNames and Watch are thread-safe. Only one thread calls the other methods.
class Subject {
 public:
  virtual ~Subject() = default;
  // Starts the service on `data`. The subject sets `data.service`.
  virtual absl::Status Start(DataOptions data) = 0;
  virtual void Stop() = 0;
  virtual std::string address() const = 0;
  virtual Store& store() = 0;

  // Returns a random change. Some changes must be refused.
  virtual Plan NextWrite(ClientMind* mind) const = 0;
  virtual Plan Get(const std::string& name) const = 0;
  // Returns the names of the resources that all clients contend for.
  virtual std::vector<std::string> SharedNames() const = 0;
  virtual std::vector<WatchTarget> Targets() const = 0;
  // Starts a watch after the position `after`, or with a snapshot if there is none.
  virtual std::unique_ptr<WatchCall> Watch(const std::shared_ptr<grpc::Channel>& channel,
                                           const WatchTarget& target,
                                           const std::optional<Position>& after) const = 0;
  // See History::trace.
  virtual std::vector<std::string> Trace(const std::string& name,
                                         const std::string& bytes) const = 0;
};

// Returns the etag of a state that was written at `revision` (docs/adr/0006).
std::string EtagOf(Revision revision);
// Returns a random request id.
std::string NewRequestId(ClientMind* mind);
// Sets the deadline and the minimum position of a call.
void PrepareContext(const CallOptions& options, grpc::ClientContext* context);

// Returns a function that makes a unary call to `Service` whose response is a resource.
template <typename Service, typename Request, typename Resource>
Plan::Send Unary(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Resource*),
                 Request request) {
  return [method, request = std::move(request)](const std::shared_ptr<grpc::Channel>& channel,
                                                const CallOptions& options) {
    const auto stub = Service::NewStub(channel);
    grpc::ClientContext context;
    PrepareContext(options, &context);
    Resource resource;
    Reply reply;
    reply.status = FromGrpcStatus(((*stub).*method)(&context, request, &resource));
    if (reply.status.ok()) reply.state = {resource.revision(), resource.SerializeAsString()};
    reply.position = PositionIn(context, kPositionMetadata);
    return reply;
  };
}

// A call to the Watch method of `Service`. The watch messages of all services have the same form.
template <typename Service, typename Request, typename Response>
class TypedWatchCall : public WatchCall {
 public:
  TypedWatchCall(const std::shared_ptr<grpc::Channel>& channel, const WatchTarget& target,
                 const std::optional<Position>& after)
      : stub_(Service::NewStub(channel)) {
    Request request;
    if (after) {
      request.set_after_revision(after->revision);
      request.set_log_id(after->log_id);
    } else {
      request.mutable_snapshot();
    }
    for (const std::string& type : target.resource_types) request.add_resource_types(type);
    for (const std::string& name : target.names) request.add_names(name);
    reader_ = stub_->Watch(&context_, request);
  }

  bool Read(WatchMessage* message) override {
    Response response;
    if (!reader_->Read(&response)) return false;
    message->received = Clock::Real()->Now();
    for (const auto& commit : response.commits()) {
      message->commits.push_back(
          {commit.revision(), commit.commit_id(), Changes(commit.changes()), commit.last_part()});
    }
    message->snapshot = Changes(response.snapshot().resources());
    if (response.has_consistent()) message->consistent = response.consistent().revision();
    if (response.has_progress()) message->progress = response.progress().revision();
    return true;
  }
  absl::Status Finish() override { return FromGrpcStatus(reader_->Finish()); }
  void Cancel() override { context_.TryCancel(); }

 private:
  template <typename List>
  static std::vector<WatchChange> Changes(const List& list) {
    std::vector<WatchChange> changes;
    for (const auto& change : list) {
      WatchChange told{change.name(), change.revision(), std::nullopt};
      const auto* const reflection = change.GetReflection();
      const auto* const field = reflection->GetOneofFieldDescriptor(
          change, change.GetDescriptor()->FindOneofByName("state"));
      if (field != nullptr && !change.has_removed()) {
        told.bytes = reflection->GetMessage(change, field).SerializeAsString();
      }
      changes.push_back(std::move(told));
    }
    return changes;
  }

  grpc::ClientContext context_;
  const std::unique_ptr<typename Service::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_SUBJECT_H_
