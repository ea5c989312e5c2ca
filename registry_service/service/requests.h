#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_REQUESTS_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_REQUESTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/message_checks.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/uncertain_date.h"
#include "common/base/value_checks.h"
#include "common/base/violations.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/history.h"
#include "common/rpc/list.h"
#include "common/rpc/page_token.h"
#include "google/protobuf/descriptor.h"

// What can be said of a request by itself, for requests that several methods have alike. Each
// function adds all violations at once, or gives FIELD_INVALID (INVALID_ARGUMENT) with them. Pure
// and thread-safe.
namespace jumelage {

// The longest etag; those of the server are far shorter.
inline constexpr int kMaxGivenEtagLength = 100;

// The paths of a read mask over `descriptor`'s type.
inline void CheckReadMask(const google::protobuf::FieldMask& mask,
                          const google::protobuf::Descriptor* descriptor, Violations* violations) {
  violations->AddAll(ReadMask::Parse(mask, descriptor).status());
}

// A request that changes the resource `name` of `collection`.
template <typename Request>
void CheckChangeRequest(const Request& request, absl::string_view collection,
                        Violations* violations) {
  CheckResourceName("name", request.name(), collection, violations);
  CheckLine("etag", request.etag(), kMaxGivenEtagLength, violations);
  CheckRequestId("request_id", request.request_id(), violations);
}

// A read of the past.
template <typename Request>
void CheckReadRevision(const Request& request, Violations* violations) {
  if (request.read_revision() < 0) violations->Add("read_revision", "must not be negative");
}

template <typename Request>
absl::Status ValidateGet(const Request& request, absl::string_view collection,
                         const google::protobuf::Descriptor* descriptor) {
  Violations violations;
  CheckResourceName("name", request.name(), collection, &violations);
  CheckReadMask(request.read_mask(), descriptor, &violations);
  CheckReadRevision(request, &violations);
  return violations.ToStatus();
}

// PAGE_TOKEN_INVALID besides.
template <typename Request>
absl::Status ValidateListRevisions(const Request& request, absl::string_view collection,
                                   const google::protobuf::Descriptor* descriptor) {
  Violations violations;
  CheckResourceName("name", request.name(), collection, &violations);
  violations.AddAll(PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize).status());
  CheckReadMask(request.read_mask(), descriptor, &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  return RevisionsPosition(request).status();
}

template <typename Request>
absl::Status ValidateBatchGet(const Request& request, absl::string_view collection,
                              const google::protobuf::Descriptor* descriptor) {
  Violations violations;
  if (request.names().empty()) violations.Add("names", "needs at least one");
  if (request.names_size() > kMaxBatchGet) {
    violations.Add("names", absl::StrCat("has ", request.names_size(), " entries; at most ",
                                         kMaxBatchGet, " are allowed"));
  } else {
    for (int i = 0; i < request.names_size(); ++i) {
      CheckResourceName(absl::StrCat("names[", i, "]"), request.names(i), collection, &violations);
    }
  }
  CheckReadMask(request.read_mask(), descriptor, &violations);
  return violations.ToStatus();
}

// The errors of ListSpec::ToQuery besides.
template <typename Request>
absl::Status ValidateList(const Request& request, const ListSpec& spec,
                          const google::protobuf::Descriptor* descriptor) {
  const absl::StatusOr<ListQuery> query = spec.ToQuery(request);
  Violations violations;
  if (ErrorReason(query.status()) == "FIELD_INVALID") violations.AddAll(query.status());
  CheckReadMask(request.read_mask(), descriptor, &violations);
  CheckReadRevision(request, &violations);
  if (query.ok() && request.read_revision() != 0 && !IsByName(*query)) {
    violations.Add("order_by", "must be empty or `name` with a read_revision");
  }
  return violations.empty() ? query.status() : violations.ToStatus();
}

// A step in a life cycle: the requests of all steps have the same fields. `today` is the last day
// that is not in the future.
template <typename Request>
absl::Status ValidateLifeCycleStep(const Request& request, absl::string_view collection,
                                   absl::CivilDay today) {
  Violations violations;
  CheckChangeRequest(request, collection, &violations);
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

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_REQUESTS_H_
