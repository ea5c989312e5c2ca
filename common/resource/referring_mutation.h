#ifndef JUMELAGE_COMMON_RESOURCE_REFERRING_MUTATION_H_
#define JUMELAGE_COMMON_RESOURCE_REFERRING_MUTATION_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/message/references.h"
#include "common/resource/admission.h"
#include "common/resource/foreign_references.h"
#include "common/rpc/handler.h"
#include "common/store/store.h"

namespace jumelage {

// A mutation whose resources may refer to resources of another service. Such references are looked
// up before the mutation is queued, so the writer never waits for the network. `body` receives the
// names that were absent. Without another service, this is an ordinary mutation.
template <typename Request, typename Response>
struct ReferringMutation {
  Handler::Validator<Request> validate;
  // Returns the references that the change may add. If null, they are the references in the
  // request.
  std::function<absl::StatusOr<std::vector<NamedReference>>(sqlite::Database&, const Request&)>
      names;
  // Whether all of these references are in the request. If so, and the request does not refer to
  // another service, the mutation is queued without a look-up.
  bool names_in_request = true;
  std::function<absl::Status(Transaction&, const Request&, const AbsentNames&, Response*)> body;
};

// Returns the names among `references` that belong to another service, each once.
inline std::vector<std::string> ForeignNames(const Lookups& lookups,
                                             const std::vector<NamedReference>& references) {
  std::set<std::string> names;
  for (const NamedReference& reference : references) {
    if (!lookups.Owns(reference.name)) names.insert(reference.name);
  }
  return {names.begin(), names.end()};
}

// Runs `mutation` as the RPC `method` of the handler's service. `handler` and `admission` must
// outlive the call.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* Mutate(const Handler& handler, const Admission& admission,
                                 grpc::CallbackServerContext* context, const Request* request,
                                 Response* response, absl::string_view method,
                                 ReferringMutation<Request, Response> mutation) {
  const auto bind = [body = std::move(mutation.body)](AbsentNames absent) {
    return [body, absent = std::move(absent)](Transaction& transaction, const Request& request,
                                              Response* response) {
      return body(transaction, request, absent, response);
    };
  };
  if (admission.foreign() == nullptr) {
    return handler.Mutate<Request, Response>(context, request, response, method, mutation.validate,
                                             bind({}));
  }
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status valid = mutation.validate(*request);
  if (!valid.ok()) {
    handler.Finish(context, reactor, valid);
    return reactor;
  }
  const auto queue = [&handler, context, reactor, request, response, method = std::string(method),
                      bind](AbsentNames absent) {
    handler.MutateLater<Request, Response>(context, reactor, request, response, method,
                                           bind(std::move(absent)));
  };
  if (mutation.names_in_request &&
      ForeignNames(admission.lookups(), ReferencesOf("", *request)).empty()) {
    queue({});
    return reactor;
  }
  handler.store().Read([&handler, &admission, context, reactor, request,
                        names = std::move(mutation.names),
                        queue](const absl::StatusOr<Snapshot>& snapshot) {
    if (!snapshot.ok()) return handler.Finish(context, reactor, snapshot.status());
    absl::StatusOr<std::vector<NamedReference>> references =
        names ? names(snapshot->db, *request) : ReferencesOf("", *request);
    // The body encounters the same error and returns it.
    if (!references.ok()) return queue({});
    absl::StatusOr<std::vector<std::string>> wanted =
        admission.foreign()->ToLookUp(snapshot->db, ForeignNames(admission.lookups(), *references));
    if (!wanted.ok() || wanted->empty()) return queue({});
    admission.foreign()->LookUp(*std::move(wanted), Handler::Deadline(*context), queue);
  });
  return reactor;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_REFERRING_MUTATION_H_
