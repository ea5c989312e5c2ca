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
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "grpcpp/support/sync_stream.h"

namespace jumelage::client {

// How a client goes on when a service can't answer just now.
struct RetryPolicy {
  // Attempts of one call, the first included.
  int max_attempts = 5;
  // The pause after the first attempt where the service names none; each further pause is twice as
  // long.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
};

struct ClientOptions {
  // What one call may take, with all its attempts and pauses.
  absl::Duration timeout = absl::Seconds(30);
  RetryPolicy retry;
  // Both outlive the client.
  Clock* clock = Clock::Real();
  IdSource* ids = IdSource::Real();
};

// The pause before the attempt after `attempt` (1, 2, …), or none if `status` should not be tried
// again:
//  - UNAVAILABLE is tried again: after the service's RetryInfo, else after a pause that doubles;
//  - RESOURCE_EXHAUSTED only where the service gives a RetryInfo: without one a message was too
//    large, which stays so.
// Pauses are shortened at random by at most a half (never below a RetryInfo), so that clients that
// were turned away together don't come back together.
absl::optional<absl::Duration> RetryDelay(const absl::Status& status, int attempt,
                                          const RetryPolicy& policy, IdSource* ids);

// Makes the calls of one service: deadline, retries, request ids and positions. Thread-safe.
//
// Each attempt has a context of its own and what is left of the call's deadline. A mutation carries
// a request_id, the same in all attempts, so that it is done once (G4). Reads ask for the position
// of the last mutation made through this caller, so that they see it (G3) whichever replica
// answers.
class Caller {
 public:
  explicit Caller(const ClientOptions& options) : options_(options) {}

  // Calls a method that reads. `method` is a stub's synchronous one.
  // Errors: those of the method, with their details as payloads (common/base/error.h reads them).
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

  // Calls a method that writes; a request without a request_id gets one.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Mutate(Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  Request request) {
    if (request.request_id().empty()) request.set_request_id(NewRequestId());
    return MutateIdempotently(stub, method, request);
  }

  // Calls a method that writes and does no harm when it is done twice. The service keeps the answer
  // to each request_id, which takes a commit even where nothing changed; without one a call that
  // changes nothing leaves nothing behind.
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

  // Calls a method that streams what it reads, and `take` with each message until that returns an
  // error, which then is the answer. `open` starts the call with a context. Takes as long as it
  // takes: the timeout of calls does not count. Not tried again.
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
    return taken.ok() ? FromGrpcStatus(ended) : taken;
  }

  // The position of the last mutation, if there was one.
  absl::optional<Position> written() const;

  const ClientOptions& options() const { return options_; }

 private:
  enum class Effect { kReads, kWrites };

  absl::Status Run(Effect effect, absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt);
  absl::Status RunOnce(Effect effect, absl::Duration timeout,
                       absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt);
  // Makes a read see the last mutation.
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
