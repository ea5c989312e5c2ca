// Tests stopping and starting registry_service, with real processes and data directories.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/registry_client.h"
#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/testing/held_port.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"
#include "tests/support/processes.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using registry::v1::City;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class RestartTest : public testing::Test {
 protected:
  void StartTheRegistry(const std::string& listen = "127.0.0.1:0") {
    auto server = StartRegistry(data_dir_, listen);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = client::ConnectInsecurely(server_->address());
    registry_ = std::make_unique<client::RegistryClient>(channel_, client::ClientOptions());
  }

  // Destroys the clients, then stops the registry. A stopping server waits for its clients to
  // disconnect, and an idle client would notice the stop only after seconds.
  void StopTheRegistry() {
    registry_.reset();
    channel_.reset();
    ASSERT_THAT(server_->Stop(), IsOk());
  }

  absl::StatusOr<City> CreateCity(const std::string& id) {
    registry::v1::CreateCityRequest request;
    request.set_city_id(id);
    request.mutable_city()->set_display_name("City of " + id);
    return registry_->CreateCity(request);
  }

  // Tries to start a registry in the data directory, which must fail. Returns the one line that it
  // writes instead of its address.
  std::string RefusalToStart() {
    const auto refused = RunCommand(
        {kRegistryServiceBinary, "--listen=127.0.0.1:0", absl::StrCat("--data_dir=", data_dir_)});
    EXPECT_THAT(refused, IsOk());
    if (!refused.ok()) return "";
    EXPECT_NE(refused->exit_code, 0);
    EXPECT_EQ(refused->output, "");
    EXPECT_EQ(std::count(refused->errors.begin(), refused->errors.end(), '\n'), 1)
        << refused->errors;
    return refused->errors;
  }

  const TempDir directory_;
  const std::string data_dir_ = directory_.File("registry");
  std::unique_ptr<ServerProcess> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<client::RegistryClient> registry_;
};

// An open watch of the changes after a revision.
class OpenWatch {
 public:
  OpenWatch(const std::shared_ptr<grpc::Channel>& channel, int64_t revision)
      : stub_(registry::v1::WatchService::NewStub(channel)) {
    registry::v1::WatchRequest request;
    request.set_after_revision(revision);
    stream_ = stub_->Watch(&context_, request);
  }

  bool Read(registry::v1::WatchResponse* response) { return stream_->Read(response); }
  // Reads the rest of the stream and returns its status.
  grpc::Status Finish() {
    registry::v1::WatchResponse response;
    while (stream_->Read(&response)) continue;
    return stream_->Finish();
  }

 private:
  grpc::ClientContext context_;
  const std::unique_ptr<registry::v1::WatchService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<registry::v1::WatchResponse>> stream_;
};

TEST_F(RestartTest, StopsCleanlyWithAnOpenWatchAndKeepsItsData) {
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  const absl::StatusOr<City> belfort = CreateCity("belfort");
  ASSERT_THAT(belfort, IsOk());
  OpenWatch watch(channel_, 0);
  registry::v1::WatchResponse first;
  ASSERT_TRUE(watch.Read(&first));

  const absl::Time begin = Clock::Real()->Now();
  EXPECT_THAT(server_->Stop(), IsOk());
  // The server ended the watch itself, without waiting for the drain timeout.
  EXPECT_LT(Clock::Real()->Now() - begin, kDrainTimeout);
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);

  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  registry::v1::GetCityRequest request;
  request.set_name("cities/belfort");
  EXPECT_THAT(registry_->GetCity(request), IsOkAndHolds(EqualsProto(*belfort)));
  // Revisions continue where they were.
  const absl::StatusOr<City> sousse = CreateCity("sousse");
  ASSERT_THAT(sousse, IsOk());
  EXPECT_EQ(sousse->revision(), belfort->revision() + 1);
}

TEST_F(RestartTest, TheWatchingCommandGoesOnAndShowsEveryChangeOnce) {
  const HeldPort port;
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry(port.address()));
  const auto watch = Process::Start(
      {kJumelageBinary, absl::StrCat("--registry=", port.address()), "watch", "--from", "1"});
  ASSERT_THAT(watch, IsOk());
  int64_t shown = 0;
  const auto expect_line = [&] {
    const absl::StatusOr<std::string> line = (*watch)->ReadLine();
    ASSERT_THAT(line, IsOk());
    ++shown;
    EXPECT_THAT(*line, AllOf(StartsWith(absl::StrCat(shown, "  ")),
                             EndsWith(absl::StrCat("cities/city-", shown))));
  };
  for (int restart = 0; restart < 6; ++restart) {
    // The second change may be shown before or after the restart.
    ASSERT_THAT(CreateCity(absl::StrCat("city-", shown + 1)), IsOk());
    ASSERT_THAT(CreateCity(absl::StrCat("city-", shown + 2)), IsOk());
    ASSERT_NO_FATAL_FAILURE(expect_line());
    ASSERT_THAT(restart % 2 == 0 ? server_->Stop() : server_->Kill(), IsOk());
    ASSERT_NO_FATAL_FAILURE(StartTheRegistry(port.address()));
    ASSERT_NO_FATAL_FAILURE(expect_line());
  }
  (*watch)->Signal(SIGTERM);
  const absl::StatusOr<ProcessEnd> end = (*watch)->Wait();
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->signal, SIGTERM) << (*watch)->errors();
  const std::string output = (*watch)->output();
  EXPECT_EQ(std::count(output.begin(), output.end(), '\n'), shown) << output;
}

TEST_F(RestartTest, TheWatchingCommandEndsIfItCannotWriteItsOutput) {
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  ASSERT_THAT(CreateCity("belfort"), IsOk());
  for (const char* form : {"", " --output json"}) {
    for (const char* start : {"--from 1", "--snapshot"}) {
      const auto result =
          RunCommand({"/bin/sh", "-c",
                      absl::StrCat(kJumelageBinary, " --registry=", server_->address(), " watch ",
                                   start, form, " >/dev/full")});
      ASSERT_THAT(result, IsOk());
      EXPECT_EQ(result->exit_code, 1) << start << form;
      EXPECT_THAT(result->errors, HasSubstr("can't write the output")) << start << form;
    }
  }
}

TEST_F(RestartTest, ASecondProcessOnTheSameDataGetsTheHoldersProcessId) {  // G7
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  ASSERT_THAT(CreateCity("belfort"), IsOk());
  EXPECT_THAT(RefusalToStart(),
              AllOf(HasSubstr("in use by process"),
                    HasSubstr(absl::StrCat(server_->process().pid())), HasSubstr(data_dir_)));
  // The first process keeps working.
  EXPECT_THAT(CreateCity("sousse"), IsOk());
}

TEST_F(RestartTest, ANewerFormatIsRefusedAndLeftAlone) {  // G7
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  ASSERT_THAT(CreateCity("belfort"), IsOk());
  ASSERT_NO_FATAL_FAILURE(StopTheRegistry());

  const std::string format = ReadFileBytes(data_dir_ + "/FORMAT");
  ASSERT_THAT(format, HasSubstr("format: 1\n"));
  const std::string newer = absl::StrReplaceAll(format, {{"format: 1\n", "format: 1000\n"}});
  WriteFileBytes(data_dir_ + "/FORMAT", newer);
  const std::string log = ReadFileBytes(data_dir_ + "/log.db");
  EXPECT_THAT(RefusalToStart(), HasSubstr("format 1000"));
  EXPECT_EQ(ReadFileBytes(data_dir_ + "/FORMAT"), newer);
  EXPECT_EQ(ReadFileBytes(data_dir_ + "/log.db"), log);

  WriteFileBytes(data_dir_ + "/FORMAT", format);
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  registry::v1::GetCityRequest request;
  request.set_name("cities/belfort");
  EXPECT_THAT(registry_->GetCity(request), IsOk());
}

TEST_F(RestartTest, ADataDirectoryOfTheOtherServiceIsRefused) {
  ASSERT_NO_FATAL_FAILURE(StartTheRegistry());
  const std::string registry = server_->address();
  ASSERT_THAT(server_->Stop(), IsOk());
  const auto refused =
      RunCommand({kProjectsServiceBinary, "--listen=127.0.0.1:0",
                  absl::StrCat("--data_dir=", data_dir_), absl::StrCat("--registry=", registry)});
  ASSERT_THAT(refused, IsOk());
  EXPECT_NE(refused->exit_code, 0);
  EXPECT_THAT(refused->errors, HasSubstr("registry"));
}

}  // namespace
}  // namespace jumelage
