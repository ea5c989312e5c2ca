#ifndef JUMELAGE_COMMON_RESOURCE_HISTORY_METHODS_H_
#define JUMELAGE_COMMON_RESOURCE_HISTORY_METHODS_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/log/log.h"
#include "common/rpc/handler.h"
#include "common/store/transaction.h"
#include "common/view/view.h"
#include "google/protobuf/repeated_field.h"

namespace jumelage {

// The limits of RedactTexts: the most texts, their minimum length in bytes and maximum length in
// characters, the most names, and the most current resources that one call may change.
inline constexpr int kMaxRedactedTexts = 20;
inline constexpr int kMinRedactedTextBytes = 3;
inline constexpr int kMaxRedactedTextLength = 200;
inline constexpr int kMaxRedactedNames = 1000;
inline constexpr int kMaxRedactedResources = 1000;

// The methods of a HistoryService, for any service's messages. Thread-safe. `handler` must outlive
// the object.
class HistoryMethods {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;

  explicit HistoryMethods(const Handler* handler) : handler_(*handler) {}

  template <typename Request, typename Response>
  Reactor* RedactTexts(Context* context, const Request* request, Response* response) const {
    return handler_.Mutate<Request, Response>(
        context, request, response, "RedactTexts",
        [this](const Request& request) {
          return ValidateRedactTexts(request.texts(), request.names(), request.request_id());
        },
        [this](Transaction& transaction, const Request& request,
               Response* response) -> absl::Status {
          JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                                    Redact(transaction, request.texts(), request.names()));
          for (const std::string& name : names) response->add_names(name);
          response->set_revision(transaction.revision());
          return absl::OkStatus();
        });
  }

  template <typename Request, typename Response>
  Reactor* CompactHistory(Context* context, const Request* request, Response* response) const {
    Reactor* const reactor = context->DefaultReactor();
    Store& store = handler_.store();
    absl::Status valid = ValidateCompactHistory(request->before_revision(), request->request_id());
    if (valid.ok() && store.draining()) valid = ShuttingDownError();
    if (!valid.ok() || request->validate_only()) {
      response->set_oldest_revision(OldestAfterCompaction(request->before_revision()));
      handler_.Finish(context, reactor, valid);
      return reactor;
    }
    store.Compact({request->before_revision(), [=, &store](const absl::Status& status) {
                     response->set_oldest_revision(store.log().oldest());
                     handler_.Finish(context, reactor, status);
                   }});
    return reactor;
  }

 private:
  using Texts = google::protobuf::RepeatedPtrField<std::string>;

  absl::Status ValidateRedactTexts(const Texts& texts, const Texts& names,
                                   const std::string& request_id) const;
  // Redacts the texts, and returns the names of the current resources that had one of them. Returns
  // REDACTION_TOO_LARGE if there are more than kMaxRedactedResources.
  absl::StatusOr<std::vector<std::string>> Redact(Transaction& transaction, const Texts& texts,
                                                  const Texts& names) const;
  // Returns the log's oldest revision as it would be after the compaction.
  Revision OldestAfterCompaction(Revision before) const;
  absl::Status ValidateCompactHistory(Revision before, const std::string& request_id) const;

  const Handler& handler_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_HISTORY_METHODS_H_
