#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_STANDARD_METHODS_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_STANDARD_METHODS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <optional>
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
#include "common/rpc/field_mask.h"
#include "common/rpc/handler.h"
#include "common/rpc/history.h"
#include "common/rpc/list.h"
#include "common/store/resources.h"
#include "common/values/uncertain_date.h"
#include "common/view/list_query.h"
#include "google/protobuf/repeated_field.h"
#include "registry_service/service/admission.h"
#include "registry_service/service/requests/requests.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {

// What tells one resource type from another in the standard methods. Hooks may be null.
template <typename R>
struct ResourceRules {
  // The resource's field in requests: "city".
  std::string field;
  // The rules of the contract that the resource keeps to by itself.
  std::function<void(const R&, absl::CivilDay today, Violations*)> check;
  // A valid id for a resource that is created without one.
  std::function<std::string(const R&)> propose_id;
  // What the server sets in a new resource besides name, etag and times.
  std::function<void(const Transaction&, R*)> prepare;
  // Puts back into an updated resource what an update must leave alone, or adds violations.
  std::function<void(const R& before, R* after, Violations*)> keep;
  // What else must hold of the resource in the state that it becomes a part of.
  std::function<absl::Status(sqlite::Database&, const R&)> admit;

  // Import (see record_import.h). Puts what a record may give in any order into the one that is
  // kept.
  std::function<void(R*)> normalize;
  // The resource that a record with neither name nor external ids tells of; without this hook such
  // records are refused.
  std::function<absl::StatusOr<std::optional<R>>(sqlite::Database&, const R&)> find;
  // Puts into a new resource, prepared already, what the record has and only the server sets else;
  // adds violations.
  std::function<void(const Transaction&, const R& given, R* resource, Violations*)> restore;
  // Adds to a resource as it is what an import may add and no update could change; adds violations.
  std::function<void(const Transaction&, const R& given, R* resource, Violations*)> extend;
};

// What a List method selects by more than its filter, and tells besides the resources. Hooks may be
// null.
template <typename R, typename Request, typename Response>
struct ListExtras {
  std::function<void(const Request&, Violations*)> check;
  std::function<std::vector<Condition>(const Request&)> conditions;
  // Of each resource of the page, whole, in their order. Asked where there are conditions, or where
  // the list is of the past.
  std::function<void(const Request&, const R&, Response*)> tell;
};

// The standard methods of one resource type (AIP-131 to 135, 164, 231): each validates the request,
// runs on the store, and answers. One a service; thread-safe. What it is given outlives it.
template <typename R>
class StandardMethods {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;

  StandardMethods(const Handler* handler, const Resources<R>* resources, ListSpec list,
                  ResourceRules<R> rules)
      : handler_(*handler),
        resources_(*resources),
        list_(std::move(list)),
        rules_(std::move(rules)) {}

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
  Reactor* Change(Context* context, const Request* request, R* response, absl::string_view method,
                  const Handler::Validator<Request>& validate,
                  std::function<absl::Status(Transaction&, const Request&, R*)> change) const;

  // The state's own conditions: references live, external ids free, whatever else the type has.
  // Only what is not among what the resource was `before` (null: nothing) is checked of ids.
  absl::Status Admit(sqlite::Database& db, const std::vector<NamedReference>& references,
                     const R* before, const R& resource) const;

 private:
  // A list for which each resource has to be looked into: of the past, or with conditions of its
  // method's own.
  template <typename Request, typename Response>
  absl::StatusOr<std::string> ListSlowly(Context* context, const Snapshot& snapshot,
                                         const Request& request,
                                         const ListExtras<R, Request, Response>& extras,
                                         const std::vector<Condition>& more) const;
  // Makes a stored resource what is answered and kept in the cache: with what its references lead
  // to.
  absl::Status Present(const Snapshot& snapshot, StoredResource* stored) const;
  absl::Status ValidateNew(absl::string_view id_field, const std::string& id,
                           const std::string& request_id, const R& resource) const;
  absl::Status CreateIn(Transaction& transaction, const std::string& id, const R& resource,
                        R* response) const;
  absl::Status UpdateIn(Transaction& transaction, const google::protobuf::FieldMask& mask,
                        const R& resource, R* response) const;
  const Handler& handler_;
  const Resources<R>& resources_;
  const ListSpec list_;
  const ResourceRules<R> rules_;
};

template <typename R>
absl::Status StandardMethods<R>::Present(const Snapshot& snapshot, StoredResource* stored) const {
  JUMELAGE_ASSIGN_OR_RETURN(const bool redirects, HasRedirects(snapshot.db));
  if (!redirects) return absl::OkStatus();
  R resource;
  if (!resource.ParseFromString(stored->bytes)) {
    return absl::DataLossError("the view holds an unreadable resource");
  }
  JUMELAGE_RETURN_IF_ERROR(FillRedirects(snapshot.db, &resource));
  // Where it names merged resources, the answer is of this revision, not of the resource's own.
  if (resource.redirects().empty()) return absl::OkStatus();
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
        JUMELAGE_ASSIGN_OR_RETURN(*wanted,
                                  ValidateList(request, list_, R::descriptor(), &violations));
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
  JUMELAGE_ASSIGN_OR_RETURN(const bool redirects, HasRedirects(snapshot.db));
  Response besides;
  for (R& resource : page.resources) {
    if (redirects && !past) JUMELAGE_RETURN_IF_ERROR(FillRedirects(snapshot.db, &resource));
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
        return jumelage::ListRevisions(resources_.table(), handler_.store().log(), snapshot,
                                       request, state, WantedBy(context), response);
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
          JUMELAGE_RETURN_IF_ERROR(FillRedirects(snapshot.db, &resource));
          mask.Apply(&resource);
          *(response->*list)()->Add() = std::move(resource);
        }
        response->set_revision(snapshot.revision);
        return absl::OkStatus();
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Create(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     absl::string_view id_field,
                                                     const std::string& (Request::*id)() const,
                                                     const R& (Request::*resource)() const) const {
  return handler_.Mutate<Request, R>(
      context, request, response, method,
      [&](const Request& request) {
        return ValidateNew(id_field, (request.*id)(), request.request_id(), (request.*resource)());
      },
      [this, id, resource](Transaction& transaction, const Request& request, R* response) {
        return CreateIn(transaction, (request.*id)(), (request.*resource)(), response);
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Update(Context* context, const Request* request,
                                                     R* response, absl::string_view method,
                                                     const R& (Request::*resource)() const) const {
  return handler_.Mutate<Request, R>(
      context, request, response, method,
      [&](const Request& request) {
        // The rules of the resource hold for what it becomes, which the body checks.
        const R& given = (request.*resource)();
        Violations violations;
        CheckResourceName(rules_.field + ".name", given.name(), collection(), &violations);
        CheckLine(rules_.field + ".etag", given.etag(), kMaxGivenEtagLength, &violations);
        CheckRequestId("request_id", request.request_id(), &violations);
        return violations.ToStatus();
      },
      [this, resource](Transaction& transaction, const Request& request, R* response) {
        return UpdateIn(transaction, request.update_mask(), (request.*resource)(), response);
      });
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
        JUMELAGE_RETURN_IF_ERROR(CheckNotInUse(transaction.db(), resources_.TypeName(),
                                               request.name(), Referrers::kNotDeleted));
        JUMELAGE_RETURN_IF_ERROR(resources_.SoftDelete(transaction, response));
        return FillRedirects(transaction.db(), response);
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Undelete(Context* context, const Request* request,
                                                       R* response,
                                                       absl::string_view method) const {
  return handler_.Mutate<Request, R>(
      context, request, response, method,
      [this](const Request& request) { return ValidateChange(request, collection()); },
      [this](Transaction& transaction, const Request& request, R* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(
            *response, resources_.GetToUndelete(transaction, request.name(), request.etag()));
        JUMELAGE_RETURN_IF_ERROR(
            Admit(transaction.db(), ReferencesOf(rules_.field, *response), nullptr, *response));
        JUMELAGE_RETURN_IF_ERROR(resources_.Undelete(transaction, response));
        return FillRedirects(transaction.db(), response);
      });
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
        JUMELAGE_RETURN_IF_ERROR(CheckNotInUse(transaction.db(), resources_.TypeName(),
                                               request.name(), Referrers::kAll));
        return transaction.Remove(request.name());
      });
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardMethods<R>::Change(
    Context* context, const Request* request, R* response, absl::string_view method,
    const Handler::Validator<Request>& validate,
    std::function<absl::Status(Transaction&, const Request&, R*)> change) const {
  return handler_.Mutate<Request, R>(
      context, request, response, method, validate,
      [this, change = std::move(change)](Transaction& transaction, const Request& request,
                                         R* response) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(
            const R before, resources_.GetToChange(transaction, request.name(), request.etag()));
        *response = before;
        JUMELAGE_RETURN_IF_ERROR(change(transaction, request, response));
        DropRepeatedBounds(response);
        // What grew with every change has its bounds too.
        Violations violations;
        CheckMessage(rules_.field, *response, MessageLimits(), &violations);
        JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
        JUMELAGE_RETURN_IF_ERROR(resources_.Update(transaction, before, response));
        return FillRedirects(transaction.db(), response);
      });
}

template <typename R>
absl::Status StandardMethods<R>::ValidateNew(absl::string_view id_field, const std::string& id,
                                             const std::string& request_id,
                                             const R& resource) const {
  Violations violations;
  if (!id.empty()) CheckResourceId(id_field, id, &violations);
  CheckRequestId("request_id", request_id, &violations);
  if (resource.name().empty() &&
      !HasOutputOnlyFields(R::descriptor(), resource.SerializeAsString())) {
    rules_.check(resource, Today(), &violations);
    return violations.ToStatus();
  }
  // What a new resource can't bring is left aside.
  R given = resource;
  ClearOutputOnlyFields(&given);
  given.clear_name();
  rules_.check(given, Today(), &violations);
  return violations.ToStatus();
}

template <typename R>
absl::Status StandardMethods<R>::CreateIn(Transaction& transaction, const std::string& id,
                                          const R& resource, R* response) const {
  *response = resource;
  const std::string bytes = resource.SerializeAsString();
  if (HasOutputOnlyFields(R::descriptor(), bytes)) ClearOutputOnlyFields(response);
  if (MayRepeatBounds(R::descriptor(), bytes)) DropRepeatedBounds(response);
  if (rules_.prepare) rules_.prepare(transaction, response);
  if (id.empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(
        *response->mutable_name(),
        FreeName(transaction.db(), resources_.table(), rules_.propose_id(*response)));
  } else {
    response->set_name(ResourceName(collection(), id));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const auto taken,
                            resources_.table().Find(transaction.db(), response->name()));
  if (taken) return AlreadyExistsError(resources_.TypeName(), response->name());
  JUMELAGE_RETURN_IF_ERROR(
      Admit(transaction.db(), ReferencesOf(rules_.field, *response), nullptr, *response));
  JUMELAGE_RETURN_IF_ERROR(resources_.Restore(transaction, response));
  return FillRedirects(transaction.db(), response);
}

template <typename R>
absl::Status StandardMethods<R>::UpdateIn(Transaction& transaction,
                                          const google::protobuf::FieldMask& mask,
                                          const R& resource, R* response) const {
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
                                 &before.resource, *response));
  JUMELAGE_RETURN_IF_ERROR(resources_.Update(transaction, before, bytes, response));
  return FillRedirects(transaction.db(), response);
}

template <typename R>
absl::Status StandardMethods<R>::Admit(sqlite::Database& db,
                                       const std::vector<NamedReference>& references,
                                       const R* before, const R& resource) const {
  JUMELAGE_RETURN_IF_ERROR(CheckReferencesLive(db, references));
  JUMELAGE_RETURN_IF_ERROR(CheckExternalIdsFree(db, collection(), before, resource));
  return rules_.admit ? rules_.admit(db, resource) : absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_STANDARD_METHODS_H_
