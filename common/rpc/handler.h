#ifndef JUMELAGE_COMMON_RPC_HANDLER_H_
#define JUMELAGE_COMMON_RPC_HANDLER_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/message/negative_zeros.h"
#include "common/rpc/fingerprint.h"
#include "common/rpc/position.h"
#include "common/rpc/raw.h"
#include "common/rpc/status.h"
#include "common/store/store.h"
#include "common/view/table.h"

namespace jumelage {

// The common part of every method of one gRPC service: positions in the metadata (G3), the wait for
// jumelage-min-position, idempotency (G4), validate_only (G6), and the conversion of errors. Most
// unary methods are one call to Query, QueryRaw, Get or Mutate with a validator and a body:
//
//   grpc::ServerUnaryReactor* SearchCities(grpc::CallbackServerContext* context,
//                                          const SearchCitiesRequest* request,
//                                          SearchCitiesResponse* response) override {
//     return handler_.Query<SearchCitiesRequest, SearchCitiesResponse>(context, request, response,
//         ValidateSearch, [this](const Snapshot& snapshot, const SearchCitiesRequest& request,
//                                SearchCitiesResponse* response) { ... });
//   }
//
// The validator runs on gRPC's callback thread. It reads only the request, and takes microseconds.
// The body runs on a thread of the store. Thread-safe. The handler must outlive the calls.
class Handler {
 public:
  template <typename Request>
  using Validator = std::function<absl::Status(const Request&)>;
  template <typename Request, typename Response>
  using QueryBody = std::function<absl::Status(const Snapshot&, const Request&, Response*)>;
  template <typename Request, typename Response>
  using MutateBody = std::function<absl::Status(Transaction&, const Request&, Response*)>;
  // The hook returns additional initial metadata for an answer, as key and value (in the projects
  // service: the registry's position), or nullopt for none. `snapshot` is null if the answer was
  // not read from one. Must be thread-safe.
  using Metadata = std::optional<std::pair<std::string, std::string>>;
  using MetadataHook = std::function<Metadata(const Snapshot* snapshot)>;

  // `service` is the full name of the gRPC service. `store` must outlive the handler.
  Handler(Store* store, std::string service, MetadataHook hook = nullptr)
      : store_(store), service_(std::move(service)), hook_(std::move(hook)) {}

  Store& store() const { return *store_; }

  // Serves a method that reads one consistent state.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Query(grpc::CallbackServerContext* context, const Request* request,
                                  Response* response, const Validator<Request>& validate,
                                  QueryBody<Request, Response> body) const;

  // The same for a raw method. `read` returns the serialized answer.
  template <typename Request>
  grpc::ServerUnaryReactor* QueryRaw(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response, const Validator<Request>& validate,
      std::function<absl::StatusOr<std::string>(const Snapshot&, const Request&)> read) const;

  // Serves, as a raw method, a Get of resources of one collection ("cities"). If a request only
  // names its resource, asks for no minimum position, and the cache has the resource, the cached
  // bytes are sent immediately. Otherwise `read` returns the answer.
  template <typename Request>
  grpc::ServerUnaryReactor* Get(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response, absl::string_view collection, const Validator<Request>& validate,
      std::function<absl::StatusOr<std::string>(const Snapshot&, const Request&)> read) const;

  // Returns the resource `name` as the snapshot shows it, serialized, even if it is deleted. The
  // resource comes from the cache. If the cache does not have it, it comes from `find` and is then
  // cached. Returns the errors of `find`.
  absl::StatusOr<std::string> Current(
      const Snapshot& snapshot, absl::string_view name,
      absl::FunctionRef<absl::StatusOr<StoredResource>()> find) const;

  // Serves a method that makes a change. `method` is the RPC's name without the service. `body`
  // receives the request with 0 in place of every −0, so no record ever has a −0.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Mutate(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response, absl::string_view method,
                                   const Validator<Request>& validate,
                                   MutateBody<Request, Response> body) const;

  // Queues a mutation for a call that is already validated and has a reactor. Ends the call with
  // SHUTTING_DOWN if the store is draining.
  template <typename Request, typename Response>
  void MutateLater(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                   const Request* request, Response* response, absl::string_view method,
                   MutateBody<Request, Response> body) const;

  // Ends a call with `status` and the published position.
  void Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
              const absl::Status& status) const;

  // Returns the time when the caller stops waiting, by the system's clock; InfiniteFuture if the
  // call has no deadline.
  static absl::Time Deadline(const grpc::CallbackServerContext& context);
  // Returns the caller's identity, which is always "local": callers cannot be distinguished.
  static std::string Principal(const grpc::CallbackServerContext& context);

  // Runs `then(OK)` when the position that the call asks for is published (G3), or immediately if
  // it asks for none. Otherwise runs `then` with one of these errors:
  //  - POSITION_NOT_REACHED if the position is not published within kMaxPositionWait, or by
  //    kPositionMargin before the deadline;
  //  - POSITION_OF_OTHER_LOG if the position is in another log, or in another history of this one
  //    (CheckHistory);
  //  - FIELD_INVALID if the position is malformed;
  //  - SHUTTING_DOWN if the store is draining.
  void AwaitMinPosition(const grpc::CallbackServerContext& context,
                        std::function<void(absl::Status)> then) const;
  // Runs `then(OK)` if `position` is in this log's history, or its revision is not published yet or
  // no longer kept. Otherwise runs `then` with POSITION_OF_OTHER_LOG. Runs it immediately, or after
  // reading the log on a thread of the store; with the store's error if that fails.
  void CheckHistory(const Position& position, std::function<void(absl::Status)> then) const;
  // Adds `jumelage-position` and the hook's metadata to an answer. If `status` is OK, adds them to
  // the initial metadata; call it before the first message is sent. Otherwise adds them to the
  // trailing metadata of a call that ends with that error.
  void AddPosition(grpc::CallbackServerContext* context, const Position& position,
                   const Snapshot* snapshot, const absl::Status& status) const;
  // The position that is published now. Doesn't block.
  Position PublishedPosition() const {
    return store_->RecentPositionAt(store_->publication().revision());
  }

 private:
  // Waits until the position that the call asks for is published, runs `body` with a snapshot, and
  // ends the call with the status of `body` (ErrorForCaller). If `valid` is an error, ends the call
  // immediately. If the position or a snapshot is unavailable, ends the call without running
  // `body`.
  grpc::ServerUnaryReactor* ReadThenFinish(grpc::CallbackServerContext* context,
                                           const absl::Status& valid,
                                           std::function<absl::Status(const Snapshot&)> body) const;
  // Returns the hook's metadata, if there is a hook.
  Metadata Besides(const Snapshot* snapshot) const {
    return hook_ ? hook_(snapshot) : std::nullopt;
  }
  static void AddMetadata(grpc::CallbackServerContext* context, const Position& position,
                          const Metadata& besides, bool succeeds);
  absl::Status OfOtherLog(const Position& wanted) const;
  // Fills `response` and the metadata from the cache if `request` only names its resource, the call
  // asks for no minimum position, the store is not draining, and the cache has the resource.
  // Otherwise returns false, without any effect: the view must be read.
  bool AnswerFromCache(grpc::CallbackServerContext* context, const grpc::ByteBuffer& request,
                       absl::string_view collection, grpc::ByteBuffer* response) const;

  Store* const store_;
  const std::string service_;
  const MetadataHook hook_;
};

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Handler::Query(grpc::CallbackServerContext* context,
                                         const Request* request, Response* response,
                                         const Validator<Request>& validate,
                                         QueryBody<Request, Response> body) const {
  return ReadThenFinish(context, validate(*request),
                        [request, response, body = std::move(body)](const Snapshot& snapshot) {
                          return body(snapshot, *request, response);
                        });
}

template <typename Request>
grpc::ServerUnaryReactor* Handler::QueryRaw(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response, const Validator<Request>& validate,
    std::function<absl::StatusOr<std::string>(const Snapshot&, const Request&)> read) const {
  absl::StatusOr<Request> parsed = ParseRaw<Request>(*request);
  if (!parsed.ok()) return ReadThenFinish(context, parsed.status(), nullptr);
  const absl::Status valid = validate(*parsed);
  return ReadThenFinish(context, valid,
                        [response, request = std::make_shared<const Request>(*std::move(parsed)),
                         read = std::move(read)](const Snapshot& snapshot) {
                          const absl::StatusOr<std::string> answer = read(snapshot, *request);
                          if (answer.ok()) *response = CopiedBytes(*answer);
                          return answer.status();
                        });
}

template <typename Request>
grpc::ServerUnaryReactor* Handler::Get(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response, absl::string_view collection, const Validator<Request>& validate,
    std::function<absl::StatusOr<std::string>(const Snapshot&, const Request&)> read) const {
  if (AnswerFromCache(context, *request, collection, response)) {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  return QueryRaw<Request>(context, request, response, validate, std::move(read));
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Handler::Mutate(grpc::CallbackServerContext* context,
                                          const Request* request, Response* response,
                                          absl::string_view method,
                                          const Validator<Request>& validate,
                                          MutateBody<Request, Response> body) const {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status valid = validate(*request);
  if (!valid.ok()) {
    Finish(context, reactor, valid);
  } else {
    MutateLater<Request, Response>(context, reactor, request, response, method, std::move(body));
  }
  return reactor;
}

template <typename Request, typename Response>
void Handler::MutateLater(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                          const Request* request, Response* response, absl::string_view method,
                          MutateBody<Request, Response> body) const {
  if (store_->draining()) return Finish(context, reactor, ShuttingDownError());
  // Keeps the copy, if one is needed, until the body has run.
  std::shared_ptr<const Request> copy;
  if (HasNegativeZeros(*request)) {
    const auto changed = std::make_shared<Request>(*request);
    ReplaceNegativeZeros(changed.get());
    request = changed.get();
    copy = changed;
  }
  Mutation mutation;
  mutation.principal = Principal(*context);
  mutation.method = absl::StrCat(service_, "/", method);
  mutation.request_id = request->request_id();
  if (!mutation.request_id.empty()) {
    mutation.request_fingerprint = RequestFingerprint(*request, {"request_id"});
  }
  mutation.validate_only = request->validate_only();
  mutation.deadline = Deadline(*context);
  mutation.body = [request, copy, response, body = std::move(body)](Transaction& transaction) {
    response->Clear();
    return body(transaction, *request, response);
  };
  mutation.answer = [response] { return response->SerializeAsString(); };
  mutation.done = [this, context, reactor, response](MutationResult result) {
    if (result.replayed != nullptr && !response->ParseFromString(*result.replayed)) {
      result.status = absl::DataLossError("a stored answer is unreadable");
    }
    AddPosition(context, store_->RecentPositionAt(result.revision), nullptr, result.status);
    reactor->Finish(ToGrpcStatus(result.status));
  };
  store_->Mutate(std::move(mutation));
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_HANDLER_H_
