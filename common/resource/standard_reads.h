#ifndef JUMELAGE_COMMON_RESOURCE_STANDARD_READS_H_
#define JUMELAGE_COMMON_RESOURCE_STANDARD_READS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/resource/resource_rules.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/handler.h"
#include "common/rpc/history.h"
#include "common/rpc/list.h"
#include "common/store/resources.h"
#include "common/view/list_query.h"
#include "google/protobuf/repeated_field.h"

namespace jumelage {

// The standard methods that read resources of one type (AIP-131, 132, 162, 231). Each validates the
// request, reads one snapshot, and answers. Thread-safe. `handler` and `resources` must outlive the
// object.
template <typename R>
class StandardReads {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;

  StandardReads(const Handler* handler, const Resources<R>* resources, ListSpec list,
                ResourceRules<R> rules)
      : handler_(*handler),
        resources_(*resources),
        list_(std::move(list)),
        rules_(std::move(rules)) {}

  const Handler& handler() const { return handler_; }
  const Resources<R>& resources() const { return resources_; }
  const ResourceRules<R>& rules() const { return rules_; }
  const std::string& collection() const { return resources_.table().collection(); }

  // Get and List are raw methods: without a read_mask, they can send stored or cached bytes
  // without parsing them.
  template <typename Request>
  Reactor* Get(Context* context, const grpc::ByteBuffer* request, grpc::ByteBuffer* response) const;
  template <typename Request, typename Response>
  Reactor* List(Context* context, const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                ListExtras<R, Request, Response> extras = {}) const;
  // `state` returns the resource in an entry of the answer.
  template <typename Item, typename Request, typename Response>
  Reactor* ListRevisions(Context* context, const Request* request, Response* response,
                         R* (Item::*state)()) const;
  // `list` returns the repeated field of resources in the answer.
  template <typename Request, typename Response>
  Reactor* BatchGet(Context* context, const Request* request, Response* response,
                    google::protobuf::RepeatedPtrField<R>* (Response::*list)()) const;

  // Returns whether resources in an answer may have fields that are never stored.
  absl::StatusOr<bool> Incomplete(sqlite::Database& db) const;
  // Fills the fields that are never stored. Returns whether there was anything to fill.
  absl::StatusOr<bool> Complete(sqlite::Database& db, R* resource) const {
    if (!rules_.complete) return false;
    return rules_.complete(db, resource);
  }

 private:
  // Reads a list for which each resource must be parsed: a list at a past revision, or one with
  // conditions in addition to its filter.
  template <typename Request, typename Response>
  absl::StatusOr<std::string> ListSlowly(Context* context, const Snapshot& snapshot,
                                         const Request& request,
                                         const ListExtras<R, Request, Response>& extras,
                                         const std::vector<Condition>& more) const;
  // Turns a stored resource into the complete one that is returned and cached.
  absl::Status Present(const Snapshot& snapshot, StoredResource* stored) const;

  const Handler& handler_;
  const Resources<R>& resources_;
  const ListSpec list_;
  const ResourceRules<R> rules_;
};

template <typename R>
absl::StatusOr<bool> StandardReads<R>::Incomplete(sqlite::Database& db) const {
  if (!rules_.complete) return false;
  if (!rules_.incomplete) return true;
  return rules_.incomplete(db);
}

template <typename R>
absl::Status StandardReads<R>::Present(const Snapshot& snapshot, StoredResource* stored) const {
  JUMELAGE_ASSIGN_OR_RETURN(const bool incomplete, Incomplete(snapshot.db));
  if (!incomplete) return absl::OkStatus();
  R resource;
  if (!resource.ParseFromString(stored->bytes)) {
    return absl::DataLossError("the view holds an unreadable resource");
  }
  JUMELAGE_ASSIGN_OR_RETURN(const bool filled, Complete(snapshot.db, &resource));
  // The filled-in fields describe other resources, so the answer is as of the snapshot's revision,
  // not the resource's own.
  if (!filled) return absl::OkStatus();
  stored->revision = snapshot.revision;
  stored->bytes = resource.SerializeAsString();
  return absl::OkStatus();
}

template <typename R>
template <typename Request>
grpc::ServerUnaryReactor* StandardReads<R>::Get(Context* context, const grpc::ByteBuffer* request,
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
grpc::ServerUnaryReactor* StandardReads<R>::List(Context* context, const grpc::ByteBuffer* request,
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
absl::StatusOr<std::string> StandardReads<R>::ListSlowly(
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
  // Protocol Buffers parses concatenated messages as one merged message.
  return besides.SerializeAsString() +
         std::move(answer).Finish(page.next_page_token,
                                  past ? request.read_revision() : snapshot.revision);
}

template <typename R>
template <typename Item, typename Request, typename Response>
grpc::ServerUnaryReactor* StandardReads<R>::ListRevisions(Context* context, const Request* request,
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
grpc::ServerUnaryReactor* StandardReads<R>::BatchGet(
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

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_STANDARD_READS_H_
