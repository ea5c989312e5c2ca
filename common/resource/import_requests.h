#ifndef JUMELAGE_COMMON_RESOURCE_IMPORT_REQUESTS_H_
#define JUMELAGE_COMMON_RESOURCE_IMPORT_REQUESTS_H_

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/base/violations.h"
#include "common/values/field_checks.h"
#include "common/values/resource_name.h"

// Checks import requests, without reading the state. Pure and thread-safe.
namespace jumelage {

// Checks everything except the records, which are checked one by one when they are imported.
// Returns FIELD_INVALID (INVALID_ARGUMENT) with all violations.
template <typename Request>
absl::Status ValidateImport(const Request& request) {
  Violations violations;
  if (request.records().empty()) violations.Add("records", "needs at least one");
  if (request.records_size() > kMaxImportRecords) {
    violations.Add("records", absl::StrCat("has ", request.records_size(), " entries; at most ",
                                           kMaxImportRecords, " are allowed"));
  }
  CheckEnum("existing_records", Request::ExistingRecords_IsValid(request.existing_records()),
            &violations);
  CheckRequestId("request_id", request.request_id(), &violations);
  return violations.ToStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_IMPORT_REQUESTS_H_
