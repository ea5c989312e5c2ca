#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_MERGE_METHODS_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_MERGE_METHODS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/references.h"
#include "common/resource/admission.h"
#include "common/resource/foreign_references.h"
#include "common/resource/lookups.h"
#include "common/resource/request_checks.h"
#include "common/rpc/handler.h"
#include "common/store/resources.h"
#include "common/values/resource_name.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {

// Makes the resource a redirect to `into`, or removes its redirect if `into` is empty. Drops from
// the cache every resource whose answer lists a changed redirect.
template <typename R>
absl::Status RedirectTo(Transaction& transaction, const Lookups& lookups,
                        const Resources<R>& resources, const std::string& into, R* resource) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                            NamesLeadingTo(transaction.db(), resource->name()));
  for (const std::string& name : names) {
    JUMELAGE_ASSIGN_OR_RETURN(
        const std::vector<std::string> referrers,
        lookups.ReferrersOf(transaction.db(), name, Referrers::kAll, kEveryReferrer));
    for (const std::string& referrer : referrers) transaction.Uncache(referrer);
  }
  return resources.Redirect(transaction, into, resource);
}

// Checks the references of a resource that becomes separate again. An import may have created it as
// a merged resource, with references to resources that do not exist. Returns REFERENCE_NOT_FOUND.
template <typename R>
absl::Status CheckReferences(const Admission& admission, sqlite::Database& db, const R& resource) {
  const std::string field = absl::AsciiStrToLower(R::descriptor()->name());
  return admission.CheckReferencesLive(db, ReferencesOf(field, resource), AbsentNames());
}

// Checks a request to merge one resource of `collection` into another. Returns FIELD_INVALID
// (INVALID_ARGUMENT) with all violations if there are any.
template <typename Request>
absl::Status ValidateMerge(const Request& request, absl::string_view collection) {
  Violations violations;
  CheckChangeRequest(request, collection, &violations);
  CheckResourceName("into", request.into(), collection, &violations);
  if (request.into() == request.name()) violations.Add("into", "must differ from name");
  return violations.ToStatus();
}

// The methods Merge and Unmerge of a resource type whose resources callers can merge. Owned by the
// type's service. Thread-safe. `handler`, `admission` and `resources` must outlive the object.
template <typename R>
class MergeMethods {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  // Applies the type's own rules after the transaction has changed the redirect. `into` is the name
  // that the resource leads to after a merge, or led to before an unmerge.
  template <typename Request>
  using Settle = std::function<absl::Status(Transaction&, const Request&, const std::string& into)>;

  MergeMethods(const Handler* handler, const Admission* admission, const Resources<R>* resources)
      : handler_(*handler), admission_(*admission), resources_(*resources) {}

  template <typename Request>
  Reactor* Merge(Context* context, const Request* request, R* response, absl::string_view method,
                 const Handler::Validator<Request>& validate, Settle<Request> settle) const {
    return handler_.Mutate<Request, R>(
        context, request, response, method, validate,
        [this, settle = std::move(settle)](Transaction& transaction, const Request& request,
                                           R* response) -> absl::Status {
          JUMELAGE_ASSIGN_OR_RETURN(
              *response, resources_.GetToChange(transaction, request.name(), request.etag()));
          JUMELAGE_RETURN_IF_ERROR(
              resources_.GetToChange(transaction, request.into(), /*etag=*/"").status());
          JUMELAGE_RETURN_IF_ERROR(
              RedirectTo(transaction, admission_.lookups(), resources_, request.into(), response));
          JUMELAGE_RETURN_IF_ERROR(settle(transaction, request, request.into()));
          return FillRedirects(transaction.db(), response);
        });
  }

  template <typename Request>
  Reactor* Unmerge(Context* context, const Request* request, R* response, absl::string_view method,
                   const Handler::Validator<Request>& validate, Settle<Request> settle) const {
    return handler_.Mutate<Request, R>(
        context, request, response, method, validate,
        [this, settle = std::move(settle)](Transaction& transaction, const Request& request,
                                           R* response) -> absl::Status {
          JUMELAGE_ASSIGN_OR_RETURN(
              *response, resources_.GetToUnmerge(transaction, request.name(), request.etag()));
          JUMELAGE_ASSIGN_OR_RETURN(const std::string into,
                                    ResolveName(transaction.db(), request.name()));
          JUMELAGE_RETURN_IF_ERROR(
              RedirectTo(transaction, admission_.lookups(), resources_, "", response));
          JUMELAGE_RETURN_IF_ERROR(CheckReferences(admission_, transaction.db(), *response));
          JUMELAGE_RETURN_IF_ERROR(settle(transaction, request, into));
          return FillRedirects(transaction.db(), response);
        });
  }

 private:
  const Handler& handler_;
  const Admission& admission_;
  const Resources<R>& resources_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_MERGE_METHODS_H_
