// Tests that NetworkService limits its effect on other calls: it limits the time of a call and the
// number of waiting calls, and stops working when the caller no longer waits. Also tests that each
// answer shows a single revision while other callers write.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "registry_service/service/network/network_service.h"
#include "registry_service/storage/network_follower.h"
#include "registry_service/storage/tables.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::ComputeStatisticsRequest;
using registry::v1::ComputeStatisticsResponse;
using Networks = LiveRegistry::Networks;

// The table is filled page by page even though each caller gives up before it is complete.
TEST(NetworkFollowerTest, ACallerContinuesWhereThePreviousOneGaveUp) {
  LiveRegistry registry;
  const RegistryTables tables;
  constexpr int kCities = 40;
  for (int i = 0; i < kCities; ++i) {
    ASSERT_THAT(registry.CreateCity(
                    absl::StrCat("c", i),
                    absl::StrCat("display_name: 'C' descriptions { language_code: 'en' text: '",
                                 std::string(100000, 'x'), "' }")),
                IsOk());
  }
  NetworkFollower follower(&registry.store(), &tables);
  // Each caller gives up after two pages. There are four pages of cities, and each type ends with
  // an empty page.
  int callers = 0;
  absl::StatusOr<NetworkFollower::State> state = absl::UnknownError("");
  while (!state.ok() && callers < 10) {
    ++callers;
    int checks = 0;
    state = follower.Current([&]() -> absl::Status {
      return ++checks <= 3 ? absl::OkStatus() : absl::CancelledError("gone");
    });
  }
  ASSERT_THAT(state, IsOk());
  EXPECT_GT(callers, 1);
  EXPECT_EQ(state->revision, kCities);
  EXPECT_EQ(state->records->places.size(), static_cast<size_t>(kCities));
}

// Serves a separate NetworkService, with its own options, on the registry's store.
class NetworkBoundsTest : public ::testing::Test {
 protected:
  void Serve(const NetworkServiceOptions& options) {
    service_ = std::make_unique<NetworkService>(&registry_.store(), &tables_, options);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    stub_ = registry::v1::NetworkService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }
  ~NetworkBoundsTest() override {
    if (server_ != nullptr) server_->Shutdown();
  }

  // Runs `body` as one mutation, which writes resources without any checks.
  void Write(const std::function<absl::Status(Transaction&)>& body) {
    std::promise<absl::Status> done;
    Mutation mutation;
    mutation.method = "test";
    mutation.body = body;
    mutation.done = [&](const MutationResult& result) { done.set_value(result.status); };
    registry_.store().Mutate(std::move(mutation));
    EXPECT_THAT(done.get_future().get(), IsOk());
  }
  // Writes a ring: `cities` cities, each twinned with the next one.
  void WriteRing(int cities) {
    constexpr int kAtOnce = 5000;
    for (int begin = 0; begin < cities; begin += kAtOnce) {
      Write([&](Transaction& transaction) -> absl::Status {
        for (int i = begin; i < std::min(begin + kAtOnce, cities); ++i) {
          registry::v1::City city;
          city.set_name(absl::StrCat("cities/c", i));
          city.set_display_name(city.name());
          city.set_revision(transaction.revision());
          absl::Status put = transaction.Put(city.name(), city.SerializeAsString());
          if (!put.ok()) return put;
          registry::v1::Twinning link;
          link.set_name(absl::StrCat("twinnings/t", i));
          link.set_revision(transaction.revision());
          link.set_kind(registry::v1::Twinning::KIND_TWINNING);
          link.set_state(registry::v1::Twinning::STATE_ACTIVE);
          link.add_sides()->set_city(city.name());
          link.add_sides()->set_city(absl::StrCat("cities/c", (i + 1) % cities));
          put = transaction.Put(link.name(), link.SerializeAsString());
          if (!put.ok()) return put;
        }
        return absl::OkStatus();
      });
    }
  }

  grpc::Status Statistics(grpc::ClientContext* context, const std::string& links,
                          ComputeStatisticsResponse* response) {
    return stub_->ComputeStatistics(
        context, ParseText<ComputeStatisticsRequest>(absl::StrCat("links { ", links, " }")),
        response);
  }

  LiveRegistry registry_;
  const RegistryTables tables_;
  std::unique_ptr<NetworkService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Networks> stub_;
};

TEST_F(NetworkBoundsTest, CancellationAndDeadlineEndAComputation) {
  // Computing all distances in this ring takes far longer than the deadline. There is only one
  // thread, so a later call is answered in time only if the computation of the earlier call has
  // ended.
  WriteRing(30000);
  NetworkServiceOptions options;
  options.threads = 1;
  Serve(options);
  ComputeStatisticsResponse response;
  for (const bool cancel : {false, true}) {
    grpc::ClientContext context;
    if (!cancel) {
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(2));
    }
    auto call = std::async(std::launch::async, [&] { return Statistics(&context, "", &response); });
    if (cancel) {
      EXPECT_EQ(call.wait_for(std::chrono::seconds(1)), std::future_status::timeout);
      context.TryCancel();
    }
    EXPECT_EQ(call.get().error_code(),
              cancel ? grpc::StatusCode::CANCELLED : grpc::StatusCode::DEADLINE_EXCEEDED);
    grpc::ClientContext next;
    // The deadline is long because computations yield to everything else on the machine.
    next.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
    const grpc::Status answered = Statistics(&next, "kinds: KIND_FRIENDSHIP", &response);
    EXPECT_TRUE(answered.ok()) << answered.error_message();
  }
}

TEST_F(NetworkBoundsTest, GivesUpAfterMaxTime) {
  NetworkServiceOptions options;
  options.max_time = absl::ZeroDuration();
  Serve(options);
  grpc::ClientContext context;
  ComputeStatisticsResponse response;
  EXPECT_THAT(FromGrpcStatus(Statistics(&context, "", &response)),
              HasReason("COMPUTATION_TOO_LONG"));
}

TEST_F(NetworkBoundsTest, RefusesMoreThanMaxWaiting) {
  NetworkServiceOptions options;
  options.max_waiting = 0;
  Serve(options);
  grpc::ClientContext context;
  ComputeStatisticsResponse response;
  EXPECT_THAT(FromGrpcStatus(Statistics(&context, "", &response)), HasReason("OVERLOADED"));
}

TEST_F(NetworkBoundsTest, AnswersAreOfOneRevisionWhileOthersWrite_G3) {
  // Each commit adds one place and one link, so there are as many places as links at every
  // revision.
  WriteRing(50);
  Serve(NetworkServiceOptions());
  std::atomic<bool> stop{false};
  auto writer = std::async(std::launch::async, [&] {
    for (int i = 1; !stop; ++i) {
      Write([&](Transaction& transaction) -> absl::Status {
        registry::v1::City city;
        city.set_name(absl::StrCat("cities/d", i));
        absl::Status put = transaction.Put(city.name(), city.SerializeAsString());
        if (!put.ok()) return put;
        registry::v1::Twinning link;
        link.set_name(absl::StrCat("twinnings/u", i));
        link.set_kind(registry::v1::Twinning::KIND_TWINNING);
        link.set_state(registry::v1::Twinning::STATE_ACTIVE);
        link.add_sides()->set_city("cities/c0");
        link.add_sides()->set_city(city.name());
        return transaction.Put(link.name(), link.SerializeAsString());
      });
    }
  });
  int64_t last = 0;
  for (int i = 0; i < 100 || last <= 1; ++i) {
    grpc::ClientContext context;
    ComputeStatisticsResponse response;
    const int64_t published = registry_.revision();
    ASSERT_TRUE(Statistics(&context, "", &response).ok());
    EXPECT_EQ(response.places(), response.twinnings());
    EXPECT_EQ(response.components(), 1);
    EXPECT_GE(response.revision(), published);
    EXPECT_GE(response.revision(), last);
    EXPECT_EQ(response.places(), 50 + response.revision() - 1)
        << "one commit per place, after the ring";
    last = response.revision();
  }
  stop = true;
  writer.get();
  EXPECT_GT(last, 1);
}

}  // namespace
}  // namespace jumelage
