#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_REQUESTS_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_REQUESTS_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/violations.h"
#include "common/message/message_checks.h"
#include "common/rpc/list.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "jumelage/projects/v1/project_life_cycle.pb.h"
#include "jumelage/projects/v1/project_service.pb.h"

namespace jumelage {

// What can be said of a request by itself. Each gives FIELD_INVALID (INVALID_ARGUMENT) with all
// violations at once. Pure and thread-safe; `today` is the last day that is not in the future.
absl::Status ValidateRequest(const projects::v1::GetProjectRequest& request);
absl::Status ValidateRequest(const projects::v1::BatchGetProjectsRequest& request);
// Also FILTER_INVALID and PAGE_TOKEN_INVALID.
absl::Status ValidateRequest(const projects::v1::ListProjectsRequest& request,
                             const ListSpec& spec);
absl::Status ValidateRequest(const projects::v1::CreateProjectRequest& request,
                             absl::CivilDay today);
// The rules of the project hold for what it becomes, which the mutation checks.
absl::Status ValidateRequest(const projects::v1::UpdateProjectRequest& request);
absl::Status ValidateRequest(const projects::v1::DeleteProjectRequest& request);
absl::Status ValidateRequest(const projects::v1::UndeleteProjectRequest& request);

// Of a step in a project's life: the requests of all steps have the same fields.
template <typename StepRequest>
absl::Status ValidateStep(const StepRequest& request, absl::CivilDay today) {
  Violations violations;
  CheckResourceName("name", request.name(), "projects", &violations);
  CheckLine("etag", request.etag(), kMaxEtagLength, &violations);
  CheckRequestId("request_id", request.request_id(), &violations);
  CheckMessage("", request, MessageLimits(), &violations);
  if (request.has_effective_date() &&
      CheckUncertainDate("effective_date", request.effective_date(), &violations)) {
    CheckNotInFuture("effective_date", request.effective_date(), today, &violations);
  }
  CheckDecision("decision", request.decision(), today, &violations);
  CheckTexts("notes", request.notes(), TextRules(), &violations);
  return violations.ToStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_REQUESTS_H_
