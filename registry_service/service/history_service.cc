#include "registry_service/service/history_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/store/redaction.h"
#include "common/values/resource_name.h"
#include "common/values/value_checks.h"
#include "registry_service/service/requests/errors.h"

namespace jumelage {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using registry::v1::CompactHistoryRequest;
using registry::v1::CompactHistoryResponse;
using registry::v1::RedactTextsRequest;
using registry::v1::RedactTextsResponse;

void CheckCount(const std::string& field, int count, int most, Violations* violations) {
  if (count <= most) return;
  violations->Add(field, absl::StrCat("has ", count, " entries; at most ", most, " are allowed"));
}

absl::Status ValidateRedactTexts(const ViewSchema& schema, const RedactTextsRequest& request) {
  Violations violations;
  if (request.texts().empty()) violations.Add("texts", "needs at least one");
  CheckCount("texts", request.texts_size(), kMaxRedactedTexts, &violations);
  CheckCount("names", request.names_size(), kMaxRedactedNames, &violations);
  for (int i = 0; i < request.texts_size() && i < kMaxRedactedTexts; ++i) {
    const std::string field = absl::StrCat("texts[", i, "]");
    CheckRequiredLine(field, request.texts(i), kMaxRedactedTextLength, &violations);
    if (!request.texts(i).empty() && request.texts(i).size() < kMinRedactedTextBytes) {
      violations.Add(field, absl::StrCat("must have at least ", kMinRedactedTextBytes, " bytes"));
    }
  }
  for (int i = 0; i < request.names_size() && i < kMaxRedactedNames; ++i) {
    const TableBase* const table = schema.TableOf(request.names(i));
    const std::string field = absl::StrCat("names[", i, "]");
    if (table == nullptr) {
      violations.Add(field, "is not the name of a resource of this service");
    } else {
      CheckResourceName(field, request.names(i), table->collection(), &violations);
    }
  }
  CheckRequestId("request_id", request.request_id(), &violations);
  return violations.ToStatus();
}

absl::Status Redact(const ViewSchema& schema, Transaction& transaction,
                    const RedactTextsRequest& request, RedactTextsResponse* response) {
  TextsToRedact wanted;
  wanted.texts.assign(request.texts().begin(), request.texts().end());
  wanted.names.insert(request.names().begin(), request.names().end());
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                            RedactTextsIn(schema, wanted, kMaxRedactedResources, transaction));
  if (names.size() > kMaxRedactedResources) return RedactionTooLargeError(kMaxRedactedResources);
  for (const std::string& name : names) response->add_names(name);
  response->set_revision(transaction.revision());
  return absl::OkStatus();
}

absl::Status ValidateCompactHistory(const CompactHistoryRequest& request, Revision head) {
  Violations violations;
  if (request.before_revision() <= 0) violations.Add("before_revision", "must be positive");
  CheckRequestId("request_id", request.request_id(), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  if (request.before_revision() <= head) return absl::OkStatus();
  return RevisionInFutureError(request.before_revision(), head);
}

}  // namespace

HistoryService::HistoryService(Store* store)
    : handler_(store, registry::v1::HistoryService::service_full_name()) {}

ServerUnaryReactor* HistoryService::RedactTexts(CallbackServerContext* context,
                                                const RedactTextsRequest* request,
                                                RedactTextsResponse* response) {
  const ViewSchema& schema = handler_.store().schema();
  return handler_.Mutate<RedactTextsRequest, RedactTextsResponse>(
      context, request, response, "RedactTexts",
      [&](const RedactTextsRequest& request) { return ValidateRedactTexts(schema, request); },
      [&schema](Transaction& transaction, const RedactTextsRequest& request,
                RedactTextsResponse* response) {
        return Redact(schema, transaction, request, response);
      });
}

ServerUnaryReactor* HistoryService::CompactHistory(CallbackServerContext* context,
                                                   const CompactHistoryRequest* request,
                                                   CompactHistoryResponse* response) {
  ServerUnaryReactor* const reactor = context->DefaultReactor();
  Store& store = handler_.store();
  const absl::Status valid = ValidateCompactHistory(*request, store.publication().revision());
  if (!valid.ok() || request->validate_only()) {
    response->set_oldest_revision(store.log().oldest());
    handler_.Finish(context, reactor, valid);
    return reactor;
  }
  store.Compact({request->before_revision(), [=, &store](const absl::Status& status) {
                   response->set_oldest_revision(store.log().oldest());
                   handler_.Finish(context, reactor, status);
                 }});
  return reactor;
}

}  // namespace jumelage
