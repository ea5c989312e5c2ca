#ifndef JUMELAGE_COMMON_RESOURCE_LEDGER_METHODS_H_
#define JUMELAGE_COMMON_RESOURCE_LEDGER_METHODS_H_

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/message_checks.h"
#include "common/message/references.h"
#include "common/resource/foreign_references.h"
#include "common/resource/request_checks.h"
#include "common/resource/standard_methods.h"
#include "common/store/transaction.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"

namespace jumelage {

// The methods of a resource type with a ledger: one for each step of its life cycle, and one that
// corrects recorded entries. `T` names the messages as for LedgerOf (common/ledger). Thread-safe.
// `methods` must outlive the object.
template <typename T>
class LedgerMethods {
 public:
  using Resource = typename T::Resource;
  using Entry = typename T::Entry;
  using Corrections = google::protobuf::RepeatedPtrField<typename T::Correction>;
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;

  // The rules of the type's ledger. The resource is unchanged after an error.
  struct Rules {
    // Appends an entry. Its step and record_time are set, and its effective_date, decision and
    // notes are those of the request.
    absl::Status (*take_step)(Entry, Resource*);
    void (*check_corrections)(const Corrections&, absl::CivilDay today, Violations*);
    // Appends an entry for each correction.
    absl::Status (*correct)(const Corrections&, const google::protobuf::Timestamp& record_time,
                            Resource*);
  };

  LedgerMethods(const StandardMethods<Resource>* methods, Rules rules)
      : methods_(*methods), rules_(rules) {}

  // Serves the method of one step. The requests of all steps have the same fields.
  template <typename Request>
  Reactor* Step(Context* context, const Request* request, Resource* response,
                absl::string_view method, typename Entry::Step step) const {
    return methods_.template Change<Request>(
        context, request, response, method,
        [this](const Request& request) {
          return ValidateLifeCycleStep(request, methods_.collection(), methods_.Today());
        },
        [this, step](Transaction& transaction, const Request& request, const AbsentNames& absent,
                     Resource* resource) -> absl::Status {
          JUMELAGE_RETURN_IF_ERROR(CheckNewReferences(transaction, request, absent, *resource));
          Entry entry;
          entry.set_step(step);
          if (request.has_effective_date()) {
            *entry.mutable_effective_date() = request.effective_date();
          }
          if (request.has_decision()) *entry.mutable_decision() = request.decision();
          *entry.mutable_notes() = request.notes();
          *entry.mutable_record_time() = transaction.proto_time();
          DropRepeatedBounds(&entry);
          JUMELAGE_RETURN_IF_ERROR(rules_.take_step(std::move(entry), resource));
          return CheckState(transaction, *resource);
        });
  }

  template <typename Request>
  Reactor* Correct(Context* context, const Request* request, Resource* response,
                   absl::string_view method) const {
    return methods_.template Change<Request>(
        context, request, response, method,
        [this](const Request& request) {
          Violations violations;
          CheckChangeRequest(request, methods_.collection(), &violations);
          CheckMessage("", request, MessageLimits(), &violations);
          rules_.check_corrections(request.corrections(), methods_.Today(), &violations);
          return violations.ToStatus();
        },
        [this](Transaction& transaction, const Request& request, const AbsentNames& absent,
               Resource* resource) -> absl::Status {
          JUMELAGE_RETURN_IF_ERROR(CheckNewReferences(transaction, request, absent, *resource));
          JUMELAGE_RETURN_IF_ERROR(
              rules_.correct(request.corrections(), transaction.proto_time(), resource));
          return CheckState(transaction, *resource);
        });
  }

 private:
  // Checks only the new references, because resources that were referred to before may no longer
  // exist.
  template <typename Request>
  absl::Status CheckNewReferences(Transaction& transaction, const Request& request,
                                  const AbsentNames& absent, const Resource& resource) const {
    return methods_.admission().CheckReferencesLive(
        transaction.db(), NewReferences(ReferencesOf("", resource), ReferencesOf("", request)),
        absent);
  }

  // Checks the type's own conditions, because in its new state the resource may conflict with
  // another one that took its place.
  absl::Status CheckState(Transaction& transaction, const Resource& resource) const {
    const auto& admit = methods_.rules().admit;
    return admit ? admit(transaction.db(), resource) : absl::OkStatus();
  }

  const StandardMethods<Resource>& methods_;
  const Rules rules_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_LEDGER_METHODS_H_
