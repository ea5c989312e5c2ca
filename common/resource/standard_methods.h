#ifndef JUMELAGE_COMMON_RESOURCE_STANDARD_METHODS_H_
#define JUMELAGE_COMMON_RESOURCE_STANDARD_METHODS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/message_checks.h"
#include "common/message/references.h"
#include "common/resource/admission.h"
#include "common/resource/referring_mutation.h"
#include "common/resource/request_checks.h"
#include "common/resource/resource_rules.h"
#include "common/resource/standard_reads.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/handler.h"
#include "common/rpc/list.h"
#include "common/store/resources.h"
#include "common/values/uncertain_date.h"

namespace jumelage {

// The standard methods of one resource type (AIP-131 to 135, 162, 164, 231), including those that
// read. A request for a change is validated, the store's writer makes the change, and then the call
// is answered. One per service; thread-safe. `handler`, `admission` and `resources` must outlive
// the object.
template <typename R>
class StandardMethods : public StandardReads<R> {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  using StandardReads<R>::handler;
  using StandardReads<R>::resources;
  using StandardReads<R>::rules;
  using StandardReads<R>::collection;
  using StandardReads<R>::Complete;

  StandardMethods(const Handler* handler, const Admission* admission, const Resources<R>* resources,
                  ListSpec list, ResourceRules<R> rules)
      : StandardReads<R>(handler, resources, std::move(list), std::move(rules)),
        admission_(*admission) {}

  const Admission& admission() const { return admission_; }
  // The last day that is not in the future.
  absl::CivilDay Today() const { return LatestToday(handler().store().clock()->Now()); }

  // `method` is the RPC's name, and `id_field` the name of the id's field in the request. The
  // function pointers return the fields of the request.
  template <typename Request>
  Reactor* Create(Context* context, const Request* request, R* response, absl::string_view method,
                  absl::string_view id_field, const std::string& (Request::*id)() const,
                  const R& (Request::*resource)() const) const;
  template <typename Request>
  Reactor* Update(Context* context, const Request* request, R* response, absl::string_view method,
                  const R& (Request::*resource)() const) const;
  template <typename Request>
  Reactor* Delete(Context* context, const Request* request, R* response,
                  absl::string_view method) const;
  template <typename Request>
  Reactor* Undelete(Context* context, const Request* request, R* response,
                    absl::string_view method) const;

  // Removes a deleted resource permanently. Answers with its last state.
  template <typename Request>
  Reactor* Purge(Context* context, const Request* request, R* response,
                 absl::string_view method) const;

  // Serves a custom method that changes one live resource. `change` receives the current resource,
  // checks the request against it, and changes it.
  template <typename Request>
  using ChangeBody =
      std::function<absl::Status(Transaction&, const Request&, const AbsentNames&, R*)>;
  template <typename Request>
  Reactor* Change(Context* context, const Request* request, R* response, absl::string_view method,
                  const Handler::Validator<Request>& validate, ChangeBody<Request> change) const;

  // Checks the resource against the state: its parent and the resources in `references` are live,
  // its external ids are free, and the type's own conditions hold. External ids that it already had
  // in `before` (null for a new resource) are not checked.
  absl::Status Admit(sqlite::Database& db, const std::vector<NamedReference>& references,
                     const AbsentNames& absent, const R* before, const R& resource) const;

 private:
  template <typename Request>
  Reactor* Mutate(Context* context, const Request* request, R* response, absl::string_view method,
                  ReferringMutation<Request, R> mutation) const;
  void CheckNew(absl::string_view id_field, const std::string& id, const std::string& request_id,
                const R& resource, Violations* violations) const;
  absl::Status CreateIn(Transaction& transaction, const std::string& parent, const std::string& id,
                        const R& resource, const AbsentNames& absent, R* response) const;
  absl::Status UpdateIn(Transaction& transaction, const google::protobuf::FieldMask& mask,
                        const R& resource, const AbsentNames& absent, R* response) const;

  // Returns the serialized resource of an update, without the fields that updates ignore.
  std::string BytesForUpdate(const R& resource) const {
    if (!rules().ignore_in_update) return resource.SerializeAsString();
    R given = resource;
    rules().ignore_in_update(&given);
    return given.SerializeAsString();
  }

  const Admission& admission_;
};

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Mutate(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     ReferringMutation<Request, R> mutation) const {
  return jumelage::Mutate(handler(), admission_, context, request, response, method,
                          std::move(mutation));
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Create(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     absl::string_view id_field,
                                                     const std::string& (Request::*id)() const,
                                                     const R& (Request::*resource)() const) const {
  ReferringMutation<Request, R> mutation;
  mutation.validate = [&](const Request& request) {
    Violations violations;
    CheckParent(request, collection(), &violations);
    CheckNew(id_field, (request.*id)(), request.request_id(), (request.*resource)(), &violations);
    return violations.ToStatus();
  };
  mutation.body = [this, id, resource](Transaction& transaction, const Request& request,
                                       const AbsentNames& absent, R* response) {
    std::string parent;
    if constexpr (HasParent<Request>::value) parent = request.parent();
    return CreateIn(transaction, parent, (request.*id)(), (request.*resource)(), absent, response);
  };
  return Mutate(context, request, response, method, std::move(mutation));
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Update(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     const R& (Request::*resource)() const) const {
  ReferringMutation<Request, R> mutation;
  mutation.validate = [&](const Request& request) {
    // The resource's rules apply to the outcome, so the body checks them.
    const R& given = (request.*resource)();
    Violations violations;
    CheckResourceName(rules().field + ".name", given.name(), collection(), &violations);
    CheckLine(rules().field + ".etag", given.etag(), kMaxEtagLength, &violations);
    CheckRequestId("request_id", request.request_id(), &violations);
    return violations.ToStatus();
  };
  mutation.names = [this, resource](
                       sqlite::Database& db,
                       const Request& request) -> absl::StatusOr<std::vector<NamedReference>> {
    JUMELAGE_ASSIGN_OR_RETURN(const StoredResource stored,
                              resources().GetStored(db, (request.*resource)().name()));
    return NewReferences(ReferencesOf(rules().field, R::descriptor(), stored.bytes),
                         ReferencesOf(rules().field, (request.*resource)()));
  };
  mutation.body = [this, resource](Transaction& transaction, const Request& request,
                                   const AbsentNames& absent, R* response) {
    return UpdateIn(transaction, request.update_mask(), (request.*resource)(), absent, response);
  };
  return Mutate(context, request, response, method, std::move(mutation));
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Delete(Context* context, const Request* request,
                                                     R* response, absl::string_view method) const {
  return handler().template Mutate<Request, R>(
      context, request, response, method,
      [this](const Request& request) { return ValidateChange(request, collection()); },
      [this](Transaction& transaction, const Request& request, R* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(
            *response, resources().GetToChange(transaction, request.name(), request.etag()));
        JUMELAGE_RETURN_IF_ERROR(
            admission_.CheckNotInUse(transaction.db(), request.name(), Referrers::kNotDeleted));
        JUMELAGE_RETURN_IF_ERROR(resources().SoftDelete(transaction, response));
        return Complete(transaction.db(), response).status();
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Undelete(Context* context, const Request* request,
                                                       R* response,
                                                       absl::string_view method) const {
  ReferringMutation<Request, R> mutation;
  mutation.validate = [this](const Request& request) {
    return ValidateChange(request, collection());
  };
  mutation.names_in_request = false;
  mutation.names = [this](sqlite::Database& db,
                          const Request& request) -> absl::StatusOr<std::vector<NamedReference>> {
    JUMELAGE_ASSIGN_OR_RETURN(const StoredResource stored,
                              resources().GetStored(db, request.name()));
    return ReferencesOf(rules().field, R::descriptor(), stored.bytes);
  };
  mutation.body = [this](Transaction& transaction, const Request& request,
                         const AbsentNames& absent, R* response) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(
        *response, resources().GetToUndelete(transaction, request.name(), request.etag()));
    JUMELAGE_RETURN_IF_ERROR(Admit(transaction.db(), ReferencesOf(rules().field, *response), absent,
                                   nullptr, *response));
    JUMELAGE_RETURN_IF_ERROR(resources().Undelete(transaction, response));
    return Complete(transaction.db(), response).status();
  };
  return Mutate(context, request, response, method, std::move(mutation));
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Purge(Context* context, const Request* request,
                                                    R* response, absl::string_view method) const {
  return handler().template Mutate<Request, R>(
      context, request, response, method,
      [this](const Request& request) { return ValidateChange(request, collection()); },
      [this](Transaction& transaction, const Request& request, R* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(
            *response, resources().GetToUndelete(transaction, request.name(), request.etag()));
        JUMELAGE_RETURN_IF_ERROR(
            admission_.CheckNotInUse(transaction.db(), request.name(), Referrers::kAll));
        return transaction.Remove(request.name());
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Change(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     const Handler::Validator<Request>& validate,
                                                     ChangeBody<Request> change) const {
  ReferringMutation<Request, R> mutation;
  mutation.validate = validate;
  mutation.body = [this, change = std::move(change)](
                      Transaction& transaction, const Request& request, const AbsentNames& absent,
                      R* response) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(const R before,
                              resources().GetToChange(transaction, request.name(), request.etag()));
    *response = before;
    JUMELAGE_RETURN_IF_ERROR(change(transaction, request, absent, response));
    DropRepeatedBounds(response);
    // Lists that grow with every change have limits too.
    Violations violations;
    CheckMessage(rules().field, *response, MessageLimits(), &violations);
    JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
    JUMELAGE_RETURN_IF_ERROR(resources().Update(transaction, before, response));
    return Complete(transaction.db(), response).status();
  };
  return Mutate(context, request, response, method, std::move(mutation));
}

template <typename R>
void StandardMethods<R>::CheckNew(absl::string_view id_field, const std::string& id,
                                  const std::string& request_id, const R& resource,
                                  Violations* violations) const {
  if (!id.empty()) CheckResourceId(id_field, id, violations);
  CheckRequestId("request_id", request_id, violations);
  if (resource.name().empty() &&
      !HasOutputOnlyFields(R::descriptor(), resource.SerializeAsString())) {
    return rules().check(resource, Today(), violations);
  }
  // Ignores the fields that a request to create a resource cannot set.
  R given = resource;
  ClearOutputOnlyFields(&given);
  given.clear_name();
  rules().check(given, Today(), violations);
}

template <typename R>
absl::Status StandardMethods<R>::CreateIn(Transaction& transaction, const std::string& parent,
                                          const std::string& id, const R& resource,
                                          const AbsentNames& absent, R* response) const {
  *response = resource;
  const std::string bytes = resource.SerializeAsString();
  if (HasOutputOnlyFields(R::descriptor(), bytes)) ClearOutputOnlyFields(response);
  if (MayRepeatBounds(R::descriptor(), bytes)) DropRepeatedBounds(response);
  if (rules().prepare) rules().prepare(transaction, response);
  if (id.empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(
        *response->mutable_name(),
        FreeName(transaction.db(), resources().table(), parent, rules().propose_id(*response)));
  } else {
    response->set_name(ResourceName(parent, collection(), id));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const auto taken,
                            resources().table().Find(transaction.db(), response->name()));
  if (taken) return AlreadyExistsError(resources().TypeName(), response->name());
  JUMELAGE_RETURN_IF_ERROR(
      Admit(transaction.db(), ReferencesOf(rules().field, *response), absent, nullptr, *response));
  JUMELAGE_RETURN_IF_ERROR(resources().Restore(transaction, response));
  return Complete(transaction.db(), response).status();
}

template <typename R>
absl::Status StandardMethods<R>::UpdateIn(Transaction& transaction,
                                          const google::protobuf::FieldMask& mask,
                                          const R& resource, const AbsentNames& absent,
                                          R* response) const {
  const google::protobuf::Descriptor* const type = R::descriptor();
  JUMELAGE_ASSIGN_OR_RETURN(
      const Held<R> before,
      resources().HoldToChange(transaction, resource.name(), resource.etag()));
  Violations violations;
  std::string bytes = ApplyUpdateMask(mask, rules().field, type, BytesForUpdate(resource),
                                      before.bytes, &violations);
  if (!response->ParseFromString(bytes)) return absl::InternalError("an update is unreadable");
  if (rules().keep || MayRepeatBounds(type, bytes)) {
    DropRepeatedBounds(response);
    if (rules().keep) rules().keep(before.resource, response, &violations);
    bytes = response->SerializeAsString();
  }
  rules().check(*response, LatestToday(transaction.time()), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  JUMELAGE_RETURN_IF_ERROR(Admit(transaction.db(),
                                 NewReferences(ReferencesOf(rules().field, type, before.bytes),
                                               ReferencesOf(rules().field, type, bytes)),
                                 absent, &before.resource, *response));
  JUMELAGE_RETURN_IF_ERROR(resources().Update(transaction, before, bytes, response));
  return Complete(transaction.db(), response).status();
}

template <typename R>
absl::Status StandardMethods<R>::Admit(sqlite::Database& db,
                                       const std::vector<NamedReference>& references,
                                       const AbsentNames& absent, const R* before,
                                       const R& resource) const {
  JUMELAGE_RETURN_IF_ERROR(admission_.CheckParentLive(db, resource.name()));
  JUMELAGE_RETURN_IF_ERROR(admission_.CheckReferencesLive(db, references, absent));
  JUMELAGE_RETURN_IF_ERROR(admission_.CheckExternalIdsFree(db, collection(), before, resource));
  return rules().admit ? rules().admit(db, resource) : absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_STANDARD_METHODS_H_
