#ifndef JUMELAGE_COMMON_RESOURCE_REQUEST_CHECKS_H_
#define JUMELAGE_COMMON_RESOURCE_REQUEST_CHECKS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/message_checks.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/fingerprint.h"
#include "common/rpc/history.h"
#include "common/rpc/list.h"
#include "common/rpc/page_token.h"
#include "common/values/field_checks.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/repeated_field.h"

// Checks the fields that the requests of several methods share, without reading the state. Each
// function adds all violations, or returns FIELD_INVALID (INVALID_ARGUMENT) with them. Pure and
// thread-safe.
namespace jumelage {

// Checks the paths of a read mask for `descriptor`'s type.
inline void CheckReadMask(const google::protobuf::FieldMask& mask,
                          const google::protobuf::Descriptor* descriptor, Violations* violations) {
  violations->AddAll(ReadMask::Parse(mask, descriptor).status());
}

// Checks a request that changes the resource `name` of `collection`.
template <typename Request>
void CheckChangeRequest(const Request& request, absl::string_view collection,
                        Violations* violations) {
  CheckResourceName("name", request.name(), collection, violations);
  CheckLine("etag", request.etag(), kMaxEtagLength, violations);
  CheckRequestId("request_id", request.request_id(), violations);
}

// The same, but returns a status.
template <typename Request>
absl::Status ValidateChange(const Request& request, absl::string_view collection) {
  Violations violations;
  CheckChangeRequest(request, collection, &violations);
  return violations.ToStatus();
}

// Checks the parent of a new resource of `collection`.
template <typename Request>
void CheckParent(const Request& request, absl::string_view collection, Violations* violations) {
  if constexpr (HasParent<Request>::value) {
    CheckResourceName("parent", request.parent(), ParentCollection(collection), violations);
  }
}

// Checks the parent whose resources are listed. The id "-" stands for all parents.
template <typename Request>
void CheckListedParent(const Request& request, absl::string_view collection,
                       Violations* violations) {
  if constexpr (HasParent<Request>::value) {
    if (request.parent() == absl::StrCat(ParentCollection(collection), "/-")) return;
    CheckParent(request, collection, violations);
  }
}

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

// Returns PAGE_TOKEN_INVALID if only the page token is invalid.
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

// Returns the page that a valid request asks for. `violations` contains the violations found so
// far. Returns FIELD_INVALID with these and all other violations, or else the other errors of
// ListSpec::PageOf.
template <typename Request>
absl::StatusOr<WantedPage> ValidateList(const Request& request, const ListSpec& spec,
                                        absl::string_view collection,
                                        const google::protobuf::Descriptor* descriptor,
                                        Violations* violations) {
  absl::StatusOr<WantedPage> wanted = spec.PageOf(request);
  if (ErrorReason(wanted.status()) == "FIELD_INVALID") violations->AddAll(wanted.status());
  CheckListedParent(request, collection, violations);
  CheckReadMask(request.read_mask(), descriptor, violations);
  CheckReadRevision(request, violations);
  if (wanted.ok() && request.read_revision() != 0 && !IsByName(wanted->query)) {
    violations->Add("order_by", "must be empty or `name` with a read_revision");
  }
  JUMELAGE_RETURN_IF_ERROR(violations->ToStatus());
  return wanted;
}

// Checks that the day of a query is a complete date of the calendar.
inline void CheckDay(absl::string_view field, const google::type::Date& day,
                     Violations* violations) {
  if (!ToCivilDay(day)) violations->Add(field, "must be a whole day of the calendar");
}
// Checks the fields `day` and `include_possible` of `message`. The day may be absent, unless
// `include_possible` is set. `field` is the path of `message` in the request.
template <typename M>
void CheckOptionalDay(absl::string_view field, const M& message, Violations* violations) {
  if (message.has_day()) {
    CheckDay(FieldPath(field, "day"), message.day(), violations);
  } else if (message.include_possible()) {
    violations->Add(FieldPath(field, "include_possible"), "needs a day");
  }
}

// Checks selected enum values: each must be known and specified, and may occur only once.
template <typename IsValid>
void CheckWanted(absl::string_view field, const google::protobuf::RepeatedField<int>& values,
                 IsValid is_valid, Violations* violations) {
  std::set<int> seen;
  for (int i = 0; i < values.size(); ++i) {
    const std::string path = Indexed(field, i);
    CheckRequiredEnum(path, values[i], is_valid(values[i]), violations);
    if (!seen.insert(values[i]).second) violations->Add(path, "occurs twice");
  }
}

// The page of answers that a Query request asks for.
struct QueryPage {
  int limit;
  // The keyset position after which the page begins; empty for the first page.
  std::vector<sqlite::Value> after;
  uint64_t fingerprint;
};
// Returns the page that a request asks for. Returns FIELD_INVALID if page_size is negative, or
// PAGE_TOKEN_INVALID if the page token is invalid.
template <typename Request>
absl::StatusOr<QueryPage> QueryPageOf(const Request& request) {
  QueryPage page;
  JUMELAGE_ASSIGN_OR_RETURN(page.limit,
                            PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  page.fingerprint = RequestFingerprint(request, {"page_size", "page_token"});
  JUMELAGE_ASSIGN_OR_RETURN(page.after,
                            ListSpec::PositionIn(request.page_token(), page.fingerprint));
  return page;
}
// Completes the validation of a Query request. Returns FIELD_INVALID with `violations`, to which it
// adds one for an invalid page_size. If there are none, returns PAGE_TOKEN_INVALID if the page
// token is invalid.
template <typename Request>
absl::Status ValidateQueryPage(const Request& request, Violations* violations) {
  absl::Status page = QueryPageOf(request).status();
  if (ErrorReason(page) == "FIELD_INVALID") violations->AddAll(page);
  JUMELAGE_RETURN_IF_ERROR(violations->ToStatus());
  return page;
}

// Checks the request for a step of a life cycle. The requests of all steps have the same fields.
// `today` is the last day that is not in the future.
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

#endif  // JUMELAGE_COMMON_RESOURCE_REQUEST_CHECKS_H_
