#ifndef JUMELAGE_CLIENTS_CPP_CALLER_H_
#define JUMELAGE_CLIENTS_CPP_CALLER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "clients/cpp/client_options.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "grpcpp/support/sync_stream.h"

namespace jumelage::client {

// Returns the pause after attempt number `attempt` (1, 2, …), or nullopt if that was the last
// attempt or `status` should not be retried:
//  - UNAVAILABLE is retried after the delay in its RetryInfo or, without one, after a pause that
//    doubles with each attempt;
//  - RESOURCE_EXHAUSTED is retried only if it has a RetryInfo. Without one, a message was too
//    large, and would be too large again.
// Pauses are randomized, so that clients that failed at the same time don't retry at the same time.
// A delay from RetryInfo is lengthened by at most half. Any other pause is shortened by at most
// half.
absl::optional<absl::Duration> RetryDelay(const absl::Status& status, int attempt,
                                          const RetryPolicy& policy, IdSource* ids);

// Returns the status of a call that this client has not cancelled. CANCELLED then means that a
// server or proxy broke the call off while it stopped, so it becomes UNAVAILABLE, which is
// temporary. Marks an error that comes from the transport with ClientOptions::service.
absl::Status StatusOfCall(const grpc::Status& status, const ClientOptions& options);

// Returns ClientOptions::service of the call that failed if `error` comes from the transport, and
// "" if it comes from a service, which gives every error a reason.
std::string TransportErrorOf(const absl::Status& error);

// Makes the calls to one service, with deadlines, retries, request ids and positions. Thread-safe.
//
// Each attempt has its own context and the remaining time of the call as its timeout. A mutation
// has the same request_id in all attempts, so that it takes effect only once (G4). Reads ask for
// the position of the last successful mutation made through this caller, so that they see that
// mutation (G3) whichever replica answers.
class Caller {
 public:
  explicit Caller(const ClientOptions& options) : options_(options) {}

  // Calls a method that reads. `method` is a synchronous method of the stub. Returns the errors of
  // the method, with their details as payloads, which common/base/error.h can read.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Query(Stub& stub,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
                                 const Request& request) {
    Response response;
    absl::Status status = Run(Effect::kReads, [&](grpc::ClientContext* context) {
      return (stub.*method)(context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

  // Calls a method that writes. Adds a request_id if the request has none.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Mutate(Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  Request request) {
    if (request.request_id().empty()) request.set_request_id(NewRequestId());
    return MutateIdempotently(stub, method, request);
  }

  // Calls a method that writes and is safe to repeat. Adds no request_id, because the service
  // stores the response to each request_id in a commit, even if nothing changed. Without a
  // request_id, a call that changes nothing makes no commit.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> MutateIdempotently(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
      const Request& request) {
    Response response;
    absl::Status status = Run(Effect::kWrites, [&](grpc::ClientContext* context) {
      return (stub.*method)(context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

  // Calls a streaming read method. `open` starts the call with a context. Calls `take` with each
  // message. If `take` returns an error, cancels the call and returns that error; otherwise returns
  // the status of the call. The timeout in ClientOptions does not apply. Failed calls are not
  // retried.
  template <typename Response>
  absl::Status Stream(absl::FunctionRef<std::unique_ptr<grpc::ClientReaderInterface<Response>>(
                          grpc::ClientContext*)>
                          open,
                      absl::FunctionRef<absl::Status(const Response&)> take) {
    grpc::ClientContext context;
    AskForWritten(&context);
    const std::unique_ptr<grpc::ClientReaderInterface<Response>> stream = open(&context);
    absl::Status taken;
    Response response;
    while (taken.ok() && stream->Read(&response)) taken = take(response);
    if (!taken.ok()) context.TryCancel();
    const grpc::Status ended = stream->Finish();
    return taken.ok() ? StatusOfCall(ended, options_) : taken;
  }

  // Returns the position of the last successful mutation. Returns nullopt if there was none, or if
  // the service has refused that position since, because its log was replaced.
  absl::optional<Position> written() const;

  const ClientOptions& options() const { return options_; }

 private:
  enum class Effect { kReads, kWrites };

  absl::Status Run(Effect effect, absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt);
  absl::Status RunOnce(Effect effect, absl::Duration timeout,
                       absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt);
  // Makes a read wait for the last mutation.
  void AskForWritten(grpc::ClientContext* context) const;
  std::string NewRequestId() const;
  void Remember(const grpc::ClientContext& context);
  void Forget();

  const ClientOptions options_;
  mutable Mutex mutex_;
  absl::optional<Position> written_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_CALLER_H_
