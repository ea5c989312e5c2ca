#ifndef JUMELAGE_COMMON_RESOURCE_STANDARD_METHODS_H_
#define JUMELAGE_COMMON_RESOURCE_STANDARD_METHODS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
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
#include "common/rpc/field_mask.h"
#include "common/rpc/handler.h"
#include "common/rpc/history.h"
#include "common/rpc/list.h"
#include "common/store/resources.h"
#include "common/values/uncertain_date.h"
#include "common/view/list_query.h"
#include "google/protobuf/repeated_field.h"

namespace jumelage {

// The standard methods of one resource type (AIP-131 to 135, 164, 231): each validates the request,
// runs on the store, and answers. One a service; thread-safe. What it is given outlives it.
template <typename R>
class StandardMethods {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;

  StandardMethods(const Handler* handler, const Admission* admission, const Resources<R>* resources,
                  ListSpec list, ResourceRules<R> rules)
      : handler_(*handler),
        admission_(*admission),
        resources_(*resources),
        list_(std::move(list)),
        rules_(std::move(rules)) {}

  const Admission& admission() const { return admission_; }
  const Resources<R>& resources() const { return resources_; }
  const ResourceRules<R>& rules() const { return rules_; }
  const std::string& collection() const { return resources_.table().collection(); }
  // The last day that is not in the future.
  absl::CivilDay Today() const { return LatestToday(handler_.store().clock()->Now()); }

  // Get and List are raw methods: without a read_mask, what is stored is what is sent.
  template <typename Request>
  Reactor* Get(Context* context, const grpc::ByteBuffer* request, grpc::ByteBuffer* response) const;
  template <typename Request, typename Response>
  Reactor* List(Context* context, const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                ListExtras<R, Request, Response> extras = {}) const;
  // `state` gives the resource in an entry of the answer.
  template <typename Item, typename Request, typename Response>
  Reactor* ListRevisions(Context* context, const Request* request, Response* response,
                         R* (Item::*state)()) const;
  // `list` gives the answer's field of resources.
  template <typename Request, typename Response>
  Reactor* BatchGet(Context* context, const Request* request, Response* response,
                    google::protobuf::RepeatedPtrField<R>* (Response::*list)()) const;

  // `method` is the RPC's name; `id_field` that of the id in the request; the others give the
  // request's fields.
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

  // Removes a deleted resource for good; answers with it as it was.
  template <typename Request>
  Reactor* Purge(Context* context, const Request* request, R* response,
                 absl::string_view method) const;

  // A custom method that changes one live resource: `change` sees it as it is, checks the request
  // against it, and makes it what it is to be.
  template <typename Request>
  using ChangeBody =
      std::function<absl::Status(Transaction&, const Request&, const AbsentNames&, R*)>;
  template <typename Request>
  Reactor* Change(Context* context, const Request* request, R* response, absl::string_view method,
                  const Handler::Validator<Request>& validate, ChangeBody<Request> change) const;

  // The state's own conditions: references live, the parent too, external ids free, whatever else
  // the type has. Only what is not among what the resource was `before` (null: nothing) is checked
  // of ids.
  absl::Status Admit(sqlite::Database& db, const std::vector<NamedReference>& references,
                     const AbsentNames& absent, const R* before, const R& resource) const;

  // Whether any answer has fields that are never stored.
  absl::StatusOr<bool> Incomplete(sqlite::Database& db) const;
  // Fills them; whether there was anything to fill.
  absl::StatusOr<bool> Complete(sqlite::Database& db, R* resource) const {
    if (!rules_.complete) return false;
    return rules_.complete(db, resource);
  }

 private:
  // A list for which each resource has to be looked into: of the past, or with conditions of its
  // method's own.
  template <typename Request, typename Response>
  absl::StatusOr<std::string> ListSlowly(Context* context, const Snapshot& snapshot,
                                         const Request& request,
                                         const ListExtras<R, Request, Response>& extras,
                                         const std::vector<Condition>& more) const;
  // Makes a stored resource what is answered and kept in the cache, whole.
  absl::Status Present(const Snapshot& snapshot, StoredResource* stored) const;
  template <typename Request>
  Reactor* Mutate(Context* context, const Request* request, R* response, absl::string_view method,
                  ReferringMutation<Request, R> mutation) const;
  void CheckNew(absl::string_view id_field, const std::string& id, const std::string& request_id,
                const R& resource, Violations* violations) const;
  absl::Status CreateIn(Transaction& transaction, const std::string& parent, const std::string& id,
                        const R& resource, const AbsentNames& absent, R* response) const;
  absl::Status UpdateIn(Transaction& transaction, const google::protobuf::FieldMask& mask,
                        const R& resource, const AbsentNames& absent, R* response) const;

  const Handler& handler_;
  const Admission& admission_;
  const Resources<R>& resources_;
  const ListSpec list_;
  const ResourceRules<R> rules_;
};

template <typename R>
absl::StatusOr<bool> StandardMethods<R>::Incomplete(sqlite::Database& db) const {
  if (!rules_.complete) return false;
  if (!rules_.incomplete) return true;
  return rules_.incomplete(db);
}

template <typename R>
absl::Status StandardMethods<R>::Present(const Snapshot& snapshot, StoredResource* stored) const {
  JUMELAGE_ASSIGN_OR_RETURN(const bool incomplete, Incomplete(snapshot.db));
  if (!incomplete) return absl::OkStatus();
  R resource;
  if (!resource.ParseFromString(stored->bytes)) {
    return absl::DataLossError("the view holds an unreadable resource");
  }
  JUMELAGE_ASSIGN_OR_RETURN(const bool filled, Complete(snapshot.db, &resource));
  // Where it tells of other resources, the answer is of this revision, not of the resource's own.
  if (!filled) return absl::OkStatus();
  stored->revision = snapshot.revision;
  stored->bytes = resource.SerializeAsString();
  return absl::OkStatus();
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Get(Context* context, const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) const {
  return handler_.Get<Request>(
      context, request, response, collection(),
      [this](const Request& request) {
        return ValidateGet(request, collection(), R::descriptor());
      },
      [this, context](const Snapshot& snapshot,
                      const Request& request) -> absl::StatusOr<std::string> {
        R resource;
        if (request.read_revision() != 0) {
          JUMELAGE_ASSIGN_OR_RETURN(
              resource, ReadPast(resources_.table(), handler_.store().log(), snapshot,
                                 request.name(), request.read_revision(), WantedBy(context)));
          JUMELAGE_RETURN_IF_ERROR(Complete(snapshot.db, &resource).status());
        } else {
          const auto find = [&]() -> absl::StatusOr<StoredResource> {
            JUMELAGE_ASSIGN_OR_RETURN(StoredResource found,
                                      resources_.GetStored(snapshot.db, request.name()));
            JUMELAGE_RETURN_IF_ERROR(Present(snapshot, &found));
            return found;
          };
          JUMELAGE_ASSIGN_OR_RETURN(std::string stored,
                                    handler_.Current(snapshot, request.name(), find));
          if (!request.has_read_mask()) return stored;
          if (!resource.ParseFromString(stored)) {
            return absl::DataLossError("the view holds an unreadable resource");
          }
        }
        JUMELAGE_RETURN_IF_ERROR(ApplyReadMask(request.read_mask(), &resource));
        return resource.SerializeAsString();
      });
}

template <typename R>
template <typename Request, typename Response>
grpc::ServerUnaryReactor* StandardMethods<R>::List(Context* context,
                                                   const grpc::ByteBuffer* request,
                                                   grpc::ByteBuffer* response,
                                                   ListExtras<R, Request, Response> extras) const {
  const auto wanted = std::make_shared<WantedPage>();
  return handler_.QueryRaw<Request>(
      context, request, response,
      [&](const Request& request) -> absl::Status {
        Violations violations;
        if (extras.check) extras.check(request, &violations);
        JUMELAGE_ASSIGN_OR_RETURN(
            *wanted, ValidateList(request, list_, collection(), R::descriptor(), &violations));
        return absl::OkStatus();
      },
      [this, context, extras, wanted](const Snapshot& snapshot,
                                      const Request& request) -> absl::StatusOr<std::string> {
        const auto more = extras.conditions ? extras.conditions(request) : std::vector<Condition>();
        if (request.read_revision() != 0 || !more.empty()) {
          return ListSlowly<Request, Response>(context, snapshot, request, extras, more);
        }
        return ReadListAnswer<Response>(
            *wanted, request.read_mask(), resources_.table(), &handler_.store().cache(), snapshot,
            [&](StoredResource* stored) { return Present(snapshot, stored); });
      });
}

template <typename R>
template <typename Request, typename Response>
absl::StatusOr<std::string> StandardMethods<R>::ListSlowly(
    Context* context, const Snapshot& snapshot, const Request& request,
    const ListExtras<R, Request, Response>& extras, const std::vector<Condition>& more) const {
  const bool past = request.read_revision() != 0;
  JUMELAGE_ASSIGN_OR_RETURN(
      ListPage<R> page, past ? ReadPastListPage(list_, resources_.table(), handler_.store().log(),
                                                snapshot, request, WantedBy(context), more)
                             : ReadListPage(list_, resources_.table(), snapshot.db, request, more));
  JUMELAGE_ASSIGN_OR_RETURN(auto answer, (ListAnswer<Response, R>::For(request.read_mask())));
  JUMELAGE_ASSIGN_OR_RETURN(const bool incomplete, Incomplete(snapshot.db));
  Response besides;
  for (R& resource : page.resources) {
    if (incomplete) {
      JUMELAGE_RETURN_IF_ERROR(Complete(snapshot.db, &resource).status());
    }
    if (extras.tell) extras.tell(request, resource, &besides);
    answer.Add(std::move(resource));
  }
  // Protocol Buffers reads messages that are joined end to end as one.
  return besides.SerializeAsString() +
         std::move(answer).Finish(page.next_page_token,
                                  past ? request.read_revision() : snapshot.revision);
}

template <typename R>
template <typename Item, typename Request, typename Response>
grpc::ServerUnaryReactor* StandardMethods<R>::ListRevisions(Context* context,
                                                            const Request* request,
                                                            Response* response,
                                                            R* (Item::*state)()) const {
  return handler_.Query<Request, Response>(
      context, request, response,
      [this](const Request& request) {
        return ValidateListRevisions(request, collection(), R::descriptor());
      },
      [this, context, state](const Snapshot& snapshot, const Request& request, Response* response) {
        return jumelage::ListRevisions(
            resources_.table(), handler_.store().log(), snapshot, request, state, WantedBy(context),
            [&](R* resource) { return Complete(snapshot.db, resource).status(); }, response);
      });
}

template <typename R>
template <typename Request, typename Response>
grpc::ServerUnaryReactor* StandardMethods<R>::BatchGet(
    Context* context, const Request* request, Response* response,
    google::protobuf::RepeatedPtrField<R>* (Response::*list)()) const {
  return handler_.Query<Request, Response>(
      context, request, response,
      [this](const Request& request) {
        return ValidateBatchGet(request, collection(), R::descriptor());
      },
      [this, list](const Snapshot& snapshot, const Request& request,
                   Response* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                                  ReadMask::Parse(request.read_mask(), R::descriptor()));
        for (const std::string& name : request.names()) {
          JUMELAGE_ASSIGN_OR_RETURN(R resource, resources_.Get(snapshot.db, name));
          JUMELAGE_RETURN_IF_ERROR(Complete(snapshot.db, &resource).status());
          mask.Apply(&resource);
          *(response->*list)()->Add() = std::move(resource);
        }
        response->set_revision(snapshot.revision);
        return absl::OkStatus();
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Mutate(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     ReferringMutation<Request, R> mutation) const {
  return jumelage::Mutate(handler_, admission_, context, request, response, method,
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
    // The rules of the resource hold for what it becomes, which the body checks.
    const R& given = (request.*resource)();
    Violations violations;
    CheckResourceName(rules_.field + ".name", given.name(), collection(), &violations);
    CheckLine(rules_.field + ".etag", given.etag(), kMaxEtagLength, &violations);
    CheckRequestId("request_id", request.request_id(), &violations);
    return violations.ToStatus();
  };
  mutation.names = [this, resource](
                       sqlite::Database& db,
                       const Request& request) -> absl::StatusOr<std::vector<NamedReference>> {
    JUMELAGE_ASSIGN_OR_RETURN(const StoredResource stored,
                              resources_.GetStored(db, (request.*resource)().name()));
    return NewReferences(ReferencesOf(rules_.field, R::descriptor(), stored.bytes),
                         ReferencesOf(rules_.field, (request.*resource)()));
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
  return handler_.Mutate<Request, R>(
      context, request, response, method,
      [this](const Request& request) { return ValidateChange(request, collection()); },
      [this](Transaction& transaction, const Request& request, R* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(
            *response, resources_.GetToChange(transaction, request.name(), request.etag()));
        JUMELAGE_RETURN_IF_ERROR(
            admission_.CheckNotInUse(transaction.db(), request.name(), Referrers::kNotDeleted));
        JUMELAGE_RETURN_IF_ERROR(resources_.SoftDelete(transaction, response));
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
                              resources_.GetStored(db, request.name()));
    return ReferencesOf(rules_.field, R::descriptor(), stored.bytes);
  };
  mutation.body = [this](Transaction& transaction, const Request& request,
                         const AbsentNames& absent, R* response) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(
        *response, resources_.GetToUndelete(transaction, request.name(), request.etag()));
    JUMELAGE_RETURN_IF_ERROR(
        Admit(transaction.db(), ReferencesOf(rules_.field, *response), absent, nullptr, *response));
    JUMELAGE_RETURN_IF_ERROR(resources_.Undelete(transaction, response));
    return Complete(transaction.db(), response).status();
  };
  return Mutate(context, request, response, method, std::move(mutation));
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Purge(Context* context, const Request* request,
                                                    R* response, absl::string_view method) const {
  return handler_.Mutate<Request, R>(
      context, request, response, method,
      [this](const Request& request) { return ValidateChange(request, collection()); },
      [this](Transaction& transaction, const Request& request, R* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(
            *response, resources_.GetToUndelete(transaction, request.name(), request.etag()));
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
                              resources_.GetToChange(transaction, request.name(), request.etag()));
    *response = before;
    JUMELAGE_RETURN_IF_ERROR(change(transaction, request, absent, response));
    DropRepeatedBounds(response);
    // What grew with every change has its bounds too.
    Violations violations;
    CheckMessage(rules_.field, *response, MessageLimits(), &violations);
    JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
    JUMELAGE_RETURN_IF_ERROR(resources_.Update(transaction, before, response));
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
    return rules_.check(resource, Today(), violations);
  }
  // What a new resource can't bring is left aside.
  R given = resource;
  ClearOutputOnlyFields(&given);
  given.clear_name();
  rules_.check(given, Today(), violations);
}

template <typename R>
absl::Status StandardMethods<R>::CreateIn(Transaction& transaction, const std::string& parent,
                                          const std::string& id, const R& resource,
                                          const AbsentNames& absent, R* response) const {
  *response = resource;
  const std::string bytes = resource.SerializeAsString();
  if (HasOutputOnlyFields(R::descriptor(), bytes)) ClearOutputOnlyFields(response);
  if (MayRepeatBounds(R::descriptor(), bytes)) DropRepeatedBounds(response);
  if (rules_.prepare) rules_.prepare(transaction, response);
  if (id.empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(
        *response->mutable_name(),
        FreeName(transaction.db(), resources_.table(), parent, rules_.propose_id(*response)));
  } else {
    response->set_name(ResourceName(parent, collection(), id));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const auto taken,
                            resources_.table().Find(transaction.db(), response->name()));
  if (taken) return AlreadyExistsError(resources_.TypeName(), response->name());
  JUMELAGE_RETURN_IF_ERROR(
      Admit(transaction.db(), ReferencesOf(rules_.field, *response), absent, nullptr, *response));
  JUMELAGE_RETURN_IF_ERROR(resources_.Restore(transaction, response));
  return Complete(transaction.db(), response).status();
}

template <typename R>
absl::Status StandardMethods<R>::UpdateIn(Transaction& transaction,
                                          const google::protobuf::FieldMask& mask,
                                          const R& resource, const AbsentNames& absent,
                                          R* response) const {
  const google::protobuf::Descriptor* const type = R::descriptor();
  JUMELAGE_ASSIGN_OR_RETURN(const Held<R> before,
                            resources_.HoldToChange(transaction, resource.name(), resource.etag()));
  Violations violations;
  std::string bytes = ApplyUpdateMask(mask, rules_.field, type, resource.SerializeAsString(),
                                      before.bytes, &violations);
  if (!response->ParseFromString(bytes)) return absl::InternalError("an update is unreadable");
  if (rules_.keep || MayRepeatBounds(type, bytes)) {
    DropRepeatedBounds(response);
    if (rules_.keep) rules_.keep(before.resource, response, &violations);
    bytes = response->SerializeAsString();
  }
  rules_.check(*response, LatestToday(transaction.time()), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  JUMELAGE_RETURN_IF_ERROR(Admit(transaction.db(),
                                 NewReferences(ReferencesOf(rules_.field, type, before.bytes),
                                               ReferencesOf(rules_.field, type, bytes)),
                                 absent, &before.resource, *response));
  JUMELAGE_RETURN_IF_ERROR(resources_.Update(transaction, before, bytes, response));
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
  return rules_.admit ? rules_.admit(db, resource) : absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_STANDARD_METHODS_H_
