#include "projects_service/service/requests.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/field_mask.h"
#include "projects_service/domain/project_rules.h"

namespace jumelage {
namespace {

using projects::v1::Project;

void CheckReadMask(const google::protobuf::FieldMask& mask, Violations* violations) {
  violations->AddAll(ReadMask::Parse(mask, Project::descriptor()).status());
}

// Of a request that names a project, guarded by its etag.
template <typename Request>
absl::Status ValidateNamed(const Request& request) {
  Violations violations;
  CheckResourceName("name", request.name(), "projects", &violations);
  CheckLine("etag", request.etag(), kMaxEtagLength, &violations);
  CheckRequestId("request_id", request.request_id(), &violations);
  return violations.ToStatus();
}

}  // namespace

absl::Status ValidateRequest(const projects::v1::GetProjectRequest& request) {
  Violations violations;
  CheckResourceName("name", request.name(), "projects", &violations);
  CheckReadMask(request.read_mask(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateRequest(const projects::v1::BatchGetProjectsRequest& request) {
  Violations violations;
  if (request.names().empty()) violations.Add("names", "needs at least one name");
  if (request.names_size() > kMaxBatchGet) {
    violations.Add("names", absl::StrCat("has ", request.names_size(), " entries; at most ",
                                         kMaxBatchGet, " are allowed"));
  } else {
    for (int i = 0; i < request.names_size(); ++i) {
      CheckResourceName(absl::StrCat("names[", i, "]"), request.names(i), "projects", &violations);
    }
  }
  CheckReadMask(request.read_mask(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateRequest(const projects::v1::ListProjectsRequest& request,
                             const ListSpec& spec) {
  absl::Status query = spec.PageOf(request).status();
  if (!query.ok() && ErrorReason(query) != "FIELD_INVALID") return query;
  Violations violations;
  violations.AddAll(query);
  CheckReadMask(request.read_mask(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateRequest(const projects::v1::CreateProjectRequest& request,
                             absl::CivilDay today) {
  Violations violations;
  if (!request.project_id().empty()) {
    CheckResourceId("project_id", request.project_id(), &violations);
  }
  CheckRequestId("request_id", request.request_id(), &violations);
  Project project = request.project();
  // What the caller wrote there is ignored; the rules need to know which project it is going to be.
  project.set_name(request.project_id().empty() ? ""
                                                : ResourceName("projects", request.project_id()));
  ClearOutputOnlyFields(&project);
  CheckMessage("project", project, MessageLimits(), &violations);
  CheckProject(project, today, &violations);
  return violations.ToStatus();
}

absl::Status ValidateRequest(const projects::v1::UpdateProjectRequest& request) {
  Violations violations;
  CheckResourceName("project.name", request.project().name(), "projects", &violations);
  CheckLine("project.etag", request.project().etag(), kMaxEtagLength, &violations);
  CheckRequestId("request_id", request.request_id(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateRequest(const projects::v1::DeleteProjectRequest& request) {
  return ValidateNamed(request);
}

absl::Status ValidateRequest(const projects::v1::UndeleteProjectRequest& request) {
  return ValidateNamed(request);
}

}  // namespace jumelage
