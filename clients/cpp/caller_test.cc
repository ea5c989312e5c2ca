#include "clients/cpp/caller.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/registry_client.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/rpc/status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/fake_ids.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/transfer_service.grpc.pb.h"

namespace jumelage::client {
namespace {

namespace v1 = registry::v1;

constexpr char kLog[] = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9";

// Returns the test's errors, one per attempt, and records the requests.
class ScriptedCities : public v1::CityService::Service {
 public:
  grpc::Status CreateCity(grpc::ServerContext* context, const v1::CreateCityRequest* request,
                          v1::City* response) override {
    request_ids.push_back(request->request_id());
    *response = request->city();
    context->AddInitialMetadata(kPositionMetadata, std::string(kLog) + "/7");
    return Answer();
  }

  grpc::Status GetCity(grpc::ServerContext* context, const v1::GetCityRequest*,
                       v1::City*) override {
    const auto entry = context->client_metadata().find(kMinPositionMetadata);
    min_positions.push_back(entry == context->client_metadata().end()
                                ? ""
                                : std::string(entry->second.data(), entry->second.size()));
    return Answer();
  }

  // The errors of the next attempts. Later attempts succeed.
  std::vector<absl::Status> errors;
  std::vector<std::string> request_ids;
  std::vector<std::string> min_positions;

 private:
  grpc::Status Answer() {
    if (errors.empty()) return grpc::Status::OK;
    const absl::Status error = errors.front();
    errors.erase(errors.begin());
    return ToGrpcStatus(error);
  }
};

// Loses its first response, and records the requests.
class ForgetfulTransfer : public v1::TransferService::Service {
 public:
  grpc::Status ImportRecords(grpc::ServerContext*, const v1::ImportRecordsRequest* request,
                             v1::ImportRecordsResponse*) override {
    request_ids.push_back(request->request_id());
    if (request_ids.size() > 1) return grpc::Status::OK;
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "lost");
  }

  std::vector<std::string> request_ids;
};

class CallerTest : public testing::Test {
 protected:
  CallerTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&cities_);
    builder.RegisterService(&transfer_);
    server_ = builder.BuildAndStart();
    ClientOptions options;
    options.clock = &clock_;
    options.ids = &ids_;
    client_ = std::make_unique<RegistryClient>(
        ConnectInsecurely("127.0.0.1:" + std::to_string(port)), options);
  }

  absl::Duration Elapsed() { return clock_.Now() - start_; }

  FakeClock clock_;
  FakeIds ids_;
  const absl::Time start_ = clock_.Now();
  ScriptedCities cities_;
  ForgetfulTransfer transfer_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<RegistryClient> client_;
};

absl::Status Unavailable(absl::Duration retry_after) {
  ErrorBuilder builder(absl::StatusCode::kUnavailable, "COMMIT_OUTCOME_UNKNOWN", "unknown");
  if (retry_after > absl::ZeroDuration()) builder.RetryAfter(retry_after);
  return builder.Build();
}

// G4: all attempts of a mutation carry the same request_id, so that it takes effect only once.
TEST_F(CallerTest, RetriesAMutationWithTheSameRequestId) {
  cities_.errors = {Unavailable(absl::Seconds(2)), Unavailable(absl::Seconds(1))};
  ASSERT_TRUE(client_->CreateCity({}).ok());
  ASSERT_EQ(cities_.request_ids.size(), 3u);
  EXPECT_TRUE(IsUuid4(cities_.request_ids[0]));
  EXPECT_EQ(cities_.request_ids[0], cities_.request_ids[1]);
  EXPECT_EQ(cities_.request_ids[0], cities_.request_ids[2]);
  EXPECT_GE(Elapsed(), absl::Seconds(3));
  EXPECT_LT(Elapsed(), absl::Seconds(4.5));

  ASSERT_TRUE(client_->CreateCity({}).ok());
  EXPECT_NE(cities_.request_ids[3], cities_.request_ids[0]);
}

// With a request_id, the service would store the response in a commit, even for an import that
// changes nothing.
TEST_F(CallerTest, RetriesAnImportWithoutARequestId) {
  ASSERT_TRUE(client_->ImportRecords({}).ok());
  EXPECT_EQ(transfer_.request_ids, (std::vector<std::string>{"", ""}));
}

TEST_F(CallerTest, KeepsTheCallersRequestId) {
  v1::CreateCityRequest request;
  request.set_request_id("6f1d3a52-8d4e-4a7b-9c1f-2e3d4c5b6a79");
  ASSERT_TRUE(client_->CreateCity(request).ok());
  EXPECT_EQ(cities_.request_ids[0], request.request_id());
}

TEST_F(CallerTest, RetriesAnOverloadedServiceButNotATooLargeMessage) {
  cities_.errors = {OverloadedError("waiting writes", absl::Milliseconds(50))};
  EXPECT_TRUE(client_->GetCity({}).ok());

  cities_.errors = {
      ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_LARGE", "too large").Build()};
  EXPECT_TRUE(absl::IsResourceExhausted(client_->GetCity({}).status()));
  EXPECT_EQ(cities_.min_positions.size(), 3u);
}

TEST_F(CallerTest, DoesNotRetryOtherErrorsAndKeepsTheirDetails) {
  cities_.errors = {NotFoundError("City", "cities/x")};
  const absl::Status status = client_->GetCity({}).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(ErrorReason(status), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(cities_.min_positions.size(), 1u);
  EXPECT_EQ(Elapsed(), absl::ZeroDuration());
}

TEST_F(CallerTest, GivesUpAfterItsAttempts) {
  cities_.errors.assign(10, Unavailable(absl::ZeroDuration()));
  EXPECT_TRUE(absl::IsUnavailable(client_->GetCity({}).status()));
  EXPECT_EQ(cities_.min_positions.size(), 5u);
}

TEST_F(CallerTest, GivesUpIfThePauseWouldPassTheDeadline) {
  cities_.errors.assign(10, Unavailable(absl::Seconds(20)));
  EXPECT_TRUE(absl::IsUnavailable(client_->GetCity({}).status()));
  EXPECT_EQ(cities_.min_positions.size(), 2u);
  EXPECT_LT(Elapsed(), absl::Seconds(30));
}

// G3: a client reads its own writes.
TEST_F(CallerTest, ReadsAskForThePositionOfOwnWrites) {
  ASSERT_TRUE(client_->GetCity({}).ok());
  ASSERT_TRUE(client_->CreateCity({}).ok());
  ASSERT_TRUE(client_->GetCity({}).ok());
  EXPECT_EQ(cities_.min_positions, (std::vector<std::string>{"", std::string(kLog) + "/7"}));
  ASSERT_TRUE(client_->written().has_value());
  EXPECT_EQ(client_->written()->revision, 7);
}

TEST_F(CallerTest, ForgetsThePositionInAReplacedLog) {
  ASSERT_TRUE(client_->CreateCity({}).ok());
  cities_.errors = {PositionOfOtherLogError("a/7", "b/1")};
  EXPECT_EQ(ErrorReason(client_->GetCity({}).status()), "POSITION_OF_OTHER_LOG");
  ASSERT_TRUE(client_->GetCity({}).ok());
  EXPECT_EQ(cities_.min_positions.back(), "");
}

TEST(RetryDelayTest, DoublesUpToItsMaximum) {
  FakeIds ids;
  const RetryPolicy policy;
  absl::Duration longest = absl::Milliseconds(100);
  for (int attempt = 1; attempt < policy.max_attempts; ++attempt) {
    const auto delay = RetryDelay(absl::UnavailableError(""), attempt, policy, &ids);
    ASSERT_TRUE(delay.has_value());
    EXPECT_LE(*delay, longest);
    EXPECT_GE(*delay, longest / 2);
    longest *= 2;
  }
  EXPECT_FALSE(RetryDelay(absl::UnavailableError(""), policy.max_attempts, policy, &ids));
  EXPECT_FALSE(RetryDelay(absl::DeadlineExceededError(""), 1, policy, &ids));
}

}  // namespace
}  // namespace jumelage::client
