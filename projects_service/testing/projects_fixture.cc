#include "projects_service/testing/projects_fixture.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/rpc/status.h"
#include "common/testing/status_matchers.h"
#include "google/rpc/error_details.pb.h"
#include "projects_service/testing/wait.h"

namespace jumelage {
namespace {

using projects::v1::CreateProjectRequest;
using projects::v1::GetProjectRequest;
using projects::v1::Project;
using projects::v1::RegistryReference;

template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  if (payload) detail.ParseFromString(std::string(*payload));
  return detail;
}

}  // namespace

ProjectsFixture::ProjectsFixture() {
  registry_.Put("cities/belfort", "Belfort");
  registry_.Put("cities/tanghin-dassouri", "Tanghin-Dassouri");
  registry_.Put("organizations/comite", "Comité de Jumelage");
  registry_.Put("agreements/charter", "Charte");
  registry_.Put("twinnings/belfort-tanghin-dassouri", "");
  Restart();
  AwaitRegistry();
}

ProjectsFixture::~ProjectsFixture() { Stop(); }

void ProjectsFixture::Stop() {
  if (app_ != nullptr) app_->Stop();
  app_.reset();
}

void ProjectsFixture::Restart() {
  Stop();
  ProjectsAppOptions options;
  options.data.data_dir = data_dir_;
  options.registry = registry_.address();
  options.store.clock = &clock_;
  options.follower.backoff.first = absl::Milliseconds(1);
  options.follower.backoff.most = absl::Milliseconds(20);
  auto app = ProjectsApp::Start(std::move(options));
  ASSERT_THAT(app, IsOk());
  app_ = *std::move(app);
  stub_ = projects::v1::ProjectService::NewStub(
      grpc::CreateChannel(app_->address(), grpc::InsecureChannelCredentials()));
}

void ProjectsFixture::AwaitRegistry() {
  ASSERT_TRUE(Eventually([&] {
    const FollowerStatus status = app_->follower_status();
    return status.caught_up && status.position && *status.position == registry_.position();
  }));
}

absl::Status ProjectsFixture::Converted(const grpc::Status& status) {
  return FromGrpcStatus(status);
}

void ProjectsFixture::KeepMetadata(const grpc::ClientContext& context) {
  metadata_.clear();
  for (const auto* received :
       {&context.GetServerInitialMetadata(), &context.GetServerTrailingMetadata()}) {
    for (const auto& [key, value] : *received) {
      metadata_[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
    }
  }
}

absl::StatusOr<Project> ProjectsFixture::Create(const std::string& id, const std::string& text) {
  CreateProjectRequest request;
  request.set_project_id(id);
  request.mutable_project()->set_display_name("Water");
  request.mutable_project()->set_kind(Project::KIND_DEVELOPMENT);
  request.mutable_project()->MergeFrom(Parse<Project>(text));
  return Call(&Stub::CreateProject, request);
}

absl::StatusOr<Project> ProjectsFixture::Get(const std::string& name) {
  GetProjectRequest request;
  request.set_name(name);
  return Call(&Stub::GetProject, request);
}

std::string ProjectsFixture::References(const Project& project) {
  return absl::StrJoin(
      project.references(), "; ", [](std::string* out, const RegistryReference& reference) {
        const std::string state = RegistryReference::State_Name(reference.state());
        absl::StrAppend(out, reference.resource(), " ", absl::StripPrefix(state, "STATE_"), " ",
                        reference.display_name());
      });
}

std::vector<std::string> ProjectsFixture::FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : bad_request.field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

std::vector<std::string> ProjectsFixture::MissingOf(const absl::Status& status) {
  std::vector<std::string> names;
  const auto failure = DetailOf<google::rpc::PreconditionFailure>(status);
  for (const auto& violation : failure.violations()) {
    names.push_back(violation.subject());
  }
  return names;
}

}  // namespace jumelage
