#ifndef JUMELAGE_COMMON_RPC_HANDLER_H_
#define JUMELAGE_COMMON_RPC_HANDLER_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/rpc/fingerprint.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "common/store/store.h"

namespace jumelage {

// What surrounds the body of every method of one gRPC service: positions in the metadata (G3), the
// wait for jumelage-min-position, idempotency (G4), validate_only (G6), and the one conversion of
// errors. A method of a service is one call of Query, QueryCached or Mutate with a validator and a
// body:
//
//   grpc::ServerUnaryReactor* GetCity(grpc::CallbackServerContext* context, const GetCityRequest*
//   request,
//                                     City* response) override {
//     return handler_.Query<GetCityRequest, City>(context, request, response, ValidateGetCity,
//         [this](const Snapshot& snapshot, const GetCityRequest& request, City* response) { ... });
//   }
//
// The validator runs in gRPC's callback thread: it looks at the request alone and takes
// microseconds. The body runs in a thread of the store. Thread-safe; outlives the calls.
class Handler {
 public:
  template <typename Request>
  using Validator = std::function<absl::Status(const Request&)>;
  template <typename Request, typename Response>
  using QueryBody = std::function<absl::Status(const Snapshot&, const Request&, Response*)>;
  template <typename Request, typename Response>
  using MutateBody = std::function<absl::Status(Transaction&, const Request&, Response*)>;
  // Adds to the initial metadata of every answer (projects: the registry's position). `snapshot` is
  // null where the answer rests on none. Must be thread-safe.
  using MetadataHook = std::function<void(grpc::CallbackServerContext*, const Snapshot* snapshot)>;

  // `service` is the full name of the gRPC service. `store` outlives this.
  Handler(Store* store, std::string service, MetadataHook hook = nullptr)
      : store_(store), service_(std::move(service)), hook_(std::move(hook)) {}

  Store& store() const { return *store_; }

  // A read of one consistent state.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Query(grpc::CallbackServerContext* context, const Request* request,
                                  Response* response, const Validator<Request>& validate,
                                  QueryBody<Request, Response> body) const;

  // A Get that the cache may answer at once: `name` is the resource's; `finish` turns what was
  // found (deleted ones too) into the answer. `find` reads the view when the cache lacks it.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* QueryCached(
      grpc::CallbackServerContext* context, const Request* request, Response* response,
      const Validator<Request>& validate, QueryBody<Request, Response> find,
      std::function<absl::Status(const Request&, Response*)> finish) const;

  // A change. `method` is the RPC's name without the service.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Mutate(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response, absl::string_view method,
                                   const Validator<Request>& validate,
                                   MutateBody<Request, Response> body) const;

  // Queues a mutation for a call that was validated already and whose reactor somebody else has
  // made.
  template <typename Request, typename Response>
  void MutateLater(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                   const Request* request, Response* response, absl::string_view method,
                   MutateBody<Request, Response> body) const;

  // Ends a call with the position that is published.
  void Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
              const absl::Status& status) const;

  // Who calls: "local" on loopback.
  static std::string Principal(const grpc::CallbackServerContext& context);

  // Runs `then(OK)` when the position that the call asks for is published (G3); at once when it
  // asks for none. Else with POSITION_NOT_REACHED, POSITION_OF_OTHER_LOG or FIELD_INVALID.
  void AwaitMinPosition(const grpc::CallbackServerContext& context,
                        std::function<void(absl::Status)> then) const;
  // Adds `jumelage-position` and what the hook adds.
  void AddPosition(grpc::CallbackServerContext* context, Revision revision,
                   const Snapshot* snapshot) const;

 private:
  static absl::Time Deadline(const grpc::CallbackServerContext& context);

  Store* const store_;
  const std::string service_;
  const MetadataHook hook_;
};

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Handler::Query(grpc::CallbackServerContext* context,
                                         const Request* request, Response* response,
                                         const Validator<Request>& validate,
                                         QueryBody<Request, Response> body) const {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status valid = validate(*request);
  if (!valid.ok()) {
    Finish(context, reactor, valid);
    return reactor;
  }
  AwaitMinPosition(*context, [=, body = std::move(body)](const absl::Status& reached) {
    if (!reached.ok()) return Finish(context, reactor, reached);
    store_->Read([=, body = std::move(body)](absl::StatusOr<Snapshot> snapshot) {
      if (!snapshot.ok()) return Finish(context, reactor, snapshot.status());
      const absl::Status status = body(*snapshot, *request, response);
      AddPosition(context, snapshot->revision, &*snapshot);
      reactor->Finish(ToGrpcStatus(ErrorForCaller(status)));
    });
  });
  return reactor;
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Handler::QueryCached(
    grpc::CallbackServerContext* context, const Request* request, Response* response,
    const Validator<Request>& validate, QueryBody<Request, Response> find,
    std::function<absl::Status(const Request&, Response*)> finish) const {
  const absl::Status valid = validate(*request);
  // The published revision first, then the entry: one that is newer is about to be published, and
  // the view's readers wait for that.
  const Revision published = store_->publication().revision();
  const bool at_once = valid.ok() && context->client_metadata().count(kMinPositionMetadata) == 0;
  if (at_once) {
    const std::shared_ptr<const CachedResource> cached = store_->cache().Find(request->name());
    if (cached != nullptr && cached->revision <= published &&
        response->ParseFromString(cached->bytes)) {
      grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
      AddPosition(context, published, nullptr);
      reactor->Finish(ToGrpcStatus(finish(*request, response)));
      return reactor;
    }
    response->Clear();
  }
  return Query<Request, Response>(
      context, request, response, [valid](const Request&) { return absl::Status(valid); },
      [this, find = std::move(find), finish = std::move(finish)](
          const Snapshot& snapshot, const Request& request, Response* response) -> absl::Status {
        absl::Status found = find(snapshot, request, response);
        if (!found.ok()) return found;
        store_->cache().Fill(request.name(), snapshot.revision,
                             {response->revision(), response->SerializeAsString()});
        return finish(request, response);
      });
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
  Mutation mutation;
  mutation.principal = Principal(*context);
  mutation.method = absl::StrCat(service_, "/", method);
  mutation.request_id = request->request_id();
  if (!mutation.request_id.empty()) {
    mutation.request_fingerprint = RequestFingerprint(*request, {"request_id"});
  }
  mutation.validate_only = request->validate_only();
  mutation.deadline = Deadline(*context);
  mutation.body = [request, response, body = std::move(body)](Transaction& transaction) {
    response->Clear();
    return body(transaction, *request, response);
  };
  mutation.answer = [response] { return response->SerializeAsString(); };
  mutation.done = [this, context, reactor, response](MutationResult result) {
    if (result.replayed != nullptr && !response->ParseFromString(*result.replayed)) {
      result.status = absl::DataLossError("a stored answer is unreadable");
    }
    AddPosition(context, result.revision, nullptr);
    reactor->Finish(ToGrpcStatus(result.status));
  };
  store_->Mutate(std::move(mutation));
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_HANDLER_H_
