#ifndef JUMELAGE_PROJECTS_SERVICE_TESTING_PROJECTS_FIXTURE_H_
#define JUMELAGE_PROJECTS_SERVICE_TESTING_PROJECTS_FIXTURE_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/fake_clock.h"
#include "common/testing/temp_dir.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project_service.grpc.pb.h"
#include "projects_service/main/app.h"
#include "projects_service/testing/fake_registry.h"

namespace jumelage {

// A fixture for tests that call the service as a client does. Has a running ProjectsApp with its
// own data directory, a fake registry that the test can stop and change, and a stub. The clock
// stays at 2026-01-01 until the test moves it.
class ProjectsFixture : public testing::Test {
 protected:
  using Stub = projects::v1::ProjectService::Stub;

  // The registry contains cities/belfort, cities/tanghin-dassouri, organizations/comite,
  // agreements/charter and twinnings/belfort-tanghin-dassouri.
  ProjectsFixture();
  ~ProjectsFixture() override;

  // Restarts the service over the same directory, as a new process would.
  void Restart();
  void Stop();
  // Waits until the service has followed the registry to its head.
  void AwaitRegistry();

  template <typename M>
  static M Parse(const std::string& text) {
    M message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
    return message;
  }

  // Calls a method: `Call(&Stub::GetProject, request)`. Keeps the answer's initial metadata in
  // `metadata_`.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    return CallOf(stub_.get(), method, request);
  }
  // Does the same with a stub of any service.
  template <typename AnyStub, typename Request, typename Response>
  absl::StatusOr<Response> CallOf(AnyStub* stub,
                                  grpc::Status (AnyStub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                                  const Request& request) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    if (!min_position_.empty()) context.AddMetadata("jumelage-min-position", min_position_);
    Response response;
    absl::Status status = Converted((stub->*method)(&context, request, &response));
    KeepMetadata(context);
    if (!status.ok()) return status;
    return response;
  }

  // Creates a project from `text`. Adds a display name and a kind if they are missing.
  absl::StatusOr<projects::v1::Project> Create(const std::string& id, const std::string& text = "");
  absl::StatusOr<projects::v1::Project> Get(const std::string& name);
  // Returns a project's references, such as "cities/a LIVE A; cities/b DELETED B".
  static std::string References(const projects::v1::Project& project);

  // Returns the fields of the violations that an error lists.
  static std::vector<std::string> FieldsOf(const absl::Status& status);
  // Returns the names of the missing resources in a REFERENCE_NOT_FOUND error.
  static std::vector<std::string> MissingOf(const absl::Status& status);

  int64_t Head() { return app_->store().publication().revision(); }

  TempDir dir_;
  // The directory that Restart opens.
  std::string data_dir_ = dir_.path();
  FakeClock clock_;
  FakeRegistry registry_;
  std::unique_ptr<ProjectsApp> app_;
  std::unique_ptr<Stub> stub_;
  std::map<std::string, std::string> metadata_;
  std::string min_position_;

 private:
  static absl::Status Converted(const grpc::Status& status);
  void KeepMetadata(const grpc::ClientContext& context);
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_TESTING_PROJECTS_FIXTURE_H_
