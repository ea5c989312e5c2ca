#include "clients/cpp/watcher.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/registry_client.h"
#include "common/base/error.h"
#include "common/rpc/status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/fake_ids.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"

namespace jumelage::client {
namespace {

namespace v1 = registry::v1;

constexpr char kLog[] = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";

std::string PositionAt(int64_t revision) {
  return FormatPosition({kLog, revision, static_cast<CommitMark>(revision) + 100});
}

v1::WatchResponse CommitPart(int64_t revision, const std::string& city, bool last) {
  v1::WatchResponse response;
  response.set_log_id(kLog);
  v1::Commit* commit = response.add_commits();
  commit->set_revision(revision);
  commit->set_last_part(last);
  if (last) commit->set_position(PositionAt(revision));
  v1::ResourceChange* change = commit->add_changes();
  change->set_name(city);
  change->mutable_city()->set_name(city);
  return response;
}

v1::WatchResponse Snapshot(const std::string& city) {
  v1::WatchResponse response;
  response.set_log_id(kLog);
  response.mutable_snapshot()->add_resources()->set_name(city);
  return response;
}

v1::WatchResponse Consistent(int64_t revision) {
  v1::WatchResponse response;
  response.set_log_id(kLog);
  response.mutable_consistent()->set_revision(revision);
  response.mutable_consistent()->set_position(PositionAt(revision));
  return response;
}

v1::WatchResponse Progress(int64_t revision) {
  v1::WatchResponse response;
  response.set_log_id(kLog);
  response.mutable_progress()->set_revision(revision);
  response.mutable_progress()->set_position(PositionAt(revision));
  return response;
}

// Sends the test's responses, stream by stream, and records the requests. Refuses further streams
// with a permanent error.
class ScriptedWatch : public v1::WatchService::Service {
 public:
  struct Stream {
    std::vector<v1::WatchResponse> responses;
    absl::Status end;
  };

  grpc::Status Watch(grpc::ServerContext*, const v1::WatchRequest* request,
                     grpc::ServerWriter<v1::WatchResponse>* writer) override {
    requests.push_back(*request);
    if (streams.empty()) return ToGrpcStatus(RevisionCompactedError(1, 2));
    const Stream stream = streams.front();
    streams.erase(streams.begin());
    for (const v1::WatchResponse& response : stream.responses) writer->Write(response);
    return ToGrpcStatus(stream.end);
  }

  std::vector<Stream> streams;
  std::vector<v1::WatchRequest> requests;
};

// Records the events. Ends the watch at the commit of revision `last`.
class Recorder : public WatchListener<RegistryWatch> {
 public:
  explicit Recorder(int64_t last) : last_(last) {}
  bool OnSnapshot(const v1::SnapshotPage& page) override {
    return Tell(absl::StrCat("snapshot ", page.resources(0).name()));
  }
  bool OnCommit(const v1::Commit& commit) override {
    Tell(absl::StrCat("commit ", commit.revision(), " of ", commit.changes_size()));
    return commit.revision() != last_;
  }
  bool OnConsistent(const Position& position) override {
    return Tell(absl::StrCat("consistent ", position.revision));
  }
  bool OnProgress(const Position& position) override {
    return Tell(absl::StrCat("progress ", position.revision));
  }
  bool OnRestart() override { return Tell("restart"); }
  void OnInterruption(const absl::Status& reason) override { interruptions.push_back(reason); }

  std::vector<std::string> told;
  std::vector<absl::Status> interruptions;

 private:
  bool Tell(std::string what) {
    told.push_back(std::move(what));
    return true;
  }
  const int64_t last_;
};

class WatcherTest : public testing::Test {
 protected:
  WatcherTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
    options_.clock = &clock_;
    options_.ids = &ids_;
    Connect();
  }

  void Connect() {
    client_ = std::make_unique<RegistryClient>(ConnectInsecurely(address_), options_);
  }

  FakeClock clock_;
  FakeIds ids_;
  ScriptedWatch service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  ClientOptions options_;
  std::unique_ptr<RegistryClient> client_;
};

// W4, W5: the parts of a commit are delivered as one commit. If an interruption leaves a commit
// incomplete, the watcher requests it again.
TEST_F(WatcherTest, ResumesAfterTheLastCompleteCommit) {
  service_.streams = {
      {{CommitPart(1, "cities/a", true), CommitPart(2, "cities/b", false)}, ShuttingDownError()},
      {{CommitPart(2, "cities/b", false), CommitPart(2, "cities/c", true), Progress(5)},
       absl::OkStatus()},
      {{CommitPart(6, "cities/d", true)}, ShuttingDownError()}};
  v1::WatchRequest request;
  request.set_after_revision(0);
  Recorder recorder(6);
  EXPECT_TRUE(client_->Watch(request, &recorder).ok());
  EXPECT_EQ(recorder.told, (std::vector<std::string>{"commit 1 of 1", "commit 2 of 2", "progress 5",
                                                     "commit 6 of 1"}));
  ASSERT_EQ(service_.requests.size(), 3u);
  EXPECT_TRUE(service_.requests[0].has_after_revision());
  EXPECT_EQ(service_.requests[1].after_position(), PositionAt(1));
  EXPECT_EQ(service_.requests[2].after_position(), PositionAt(5));
}

TEST_F(WatcherTest, ResumesAfterTheRevisionIfTheServiceGivesNoPosition) {
  v1::WatchResponse commit = CommitPart(1, "cities/a", true);
  commit.mutable_commits(0)->clear_position();
  service_.streams = {{{commit}, ShuttingDownError()},
                      {{CommitPart(2, "cities/b", true)}, ShuttingDownError()}};
  v1::WatchRequest request;
  request.set_after_revision(0);
  Recorder recorder(2);
  EXPECT_TRUE(client_->Watch(request, &recorder).ok());
  EXPECT_EQ(service_.requests[1].after_revision(), 1);
  EXPECT_EQ(service_.requests[1].log_id(), kLog);
}

TEST_F(WatcherTest, RestartsASnapshotUntilItIsConsistent) {
  service_.streams = {
      {{Snapshot("cities/a"), CommitPart(3, "cities/b", true)}, ShuttingDownError()},
      {{Snapshot("cities/a"), Consistent(3)}, ShuttingDownError()},
      {{CommitPart(4, "cities/b", true)}, ShuttingDownError()}};
  v1::WatchRequest request;
  request.mutable_snapshot();
  Recorder recorder(4);
  EXPECT_TRUE(client_->Watch(request, &recorder).ok());
  EXPECT_EQ(recorder.told,
            (std::vector<std::string>{"snapshot cities/a", "commit 3 of 1", "restart",
                                      "snapshot cities/a", "consistent 3", "commit 4 of 1"}));
  EXPECT_TRUE(service_.requests[1].has_snapshot());
  EXPECT_EQ(service_.requests[2].after_position(), PositionAt(3));
}

TEST_F(WatcherTest, EndsOnPermanentErrors) {
  Recorder recorder(1);
  v1::WatchRequest request;
  request.set_after_revision(1);
  const absl::Status status = client_->Watch(request, &recorder);
  EXPECT_EQ(ErrorReason(status), "REVISION_COMPACTED");
  EXPECT_EQ(service_.requests.size(), 1u);
}

TEST_F(WatcherTest, GivesUpIfNoAttemptReceivesAnything) {
  service_.streams.assign(10, {{}, ShuttingDownError()});
  Recorder recorder(1);
  v1::WatchRequest request;
  request.set_after_revision(0);
  EXPECT_TRUE(absl::IsUnavailable(client_->Watch(request, &recorder)));
  EXPECT_EQ(service_.requests.size(), 5u);
}

TEST_F(WatcherTest, OutlastsAnyOutageIfAskedTo) {
  options_.watch_over_any_outage = true;
  Connect();
  service_.streams = {{{CommitPart(1, "cities/a", true)}, ShuttingDownError()}};
  service_.streams.resize(30, {{}, ShuttingDownError()});
  service_.streams.push_back({{CommitPart(2, "cities/a", true)}, ShuttingDownError()});
  v1::WatchRequest request;
  request.set_after_revision(0);
  Recorder recorder(2);
  EXPECT_TRUE(client_->Watch(request, &recorder).ok());
  EXPECT_EQ(recorder.told, (std::vector<std::string>{"commit 1 of 1", "commit 2 of 1"}));
  EXPECT_EQ(service_.requests.back().after_position(), PositionAt(1));
  // Its listener is told once about the whole outage.
  ASSERT_EQ(recorder.interruptions.size(), 1u);
  EXPECT_EQ(ErrorReason(recorder.interruptions[0]), "SHUTTING_DOWN");
}

TEST_F(WatcherTest, EndsOnPermanentErrorsEvenIfItOutlastsOutages) {
  options_.watch_over_any_outage = true;
  Connect();
  Recorder recorder(1);
  v1::WatchRequest request;
  request.set_after_revision(1);
  EXPECT_EQ(ErrorReason(client_->Watch(request, &recorder)), "REVISION_COMPACTED");
  EXPECT_TRUE(recorder.interruptions.empty());
}

// A server that stops may break off a stream like this, with or without a reason.
TEST_F(WatcherTest, ResumesAfterACancellationThatItDidNotAskFor) {
  service_.streams = {{{CommitPart(1, "cities/a", true)}, absl::CancelledError("stopping")},
                      {{}, absl::CancelledError("")},
                      {{CommitPart(2, "cities/b", true)}, absl::OkStatus()}};
  v1::WatchRequest request;
  request.set_after_revision(0);
  Recorder recorder(2);
  EXPECT_TRUE(client_->Watch(request, &recorder).ok());
  EXPECT_EQ(recorder.told, (std::vector<std::string>{"commit 1 of 1", "commit 2 of 1"}));
}

}  // namespace
}  // namespace jumelage::client
