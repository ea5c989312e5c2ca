#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DUPLICATE_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DUPLICATE_QUERY_H_

#include <grpcpp/grpcpp.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/still_wanted.h"
#include "common/base/work_pool.h"
#include "common/log/log.h"
#include "common/rpc/handler.h"
#include "jumelage/registry/v1/identity.pb.h"
#include "registry_service/domain/duplicates.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Calls that wait for the thread that compares; more are refused with RESOURCE_EXHAUSTED at once.
inline constexpr int kMaxWaitingDuplicateQueries = 16;

// Answers QueryDuplicates on a thread of its own: what is compared is copied out of one snapshot,
// and no read is open while it is compared. Keeps the last lists of proposals, each until a city or
// a twinning changes, so that the pages of a walk cost one comparison. Thread-safe; what it is
// given outlives it. Destroyed when no call is left.
class DuplicateQuery {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;
  using Request = registry::v1::QueryDuplicatesRequest;
  using Response = registry::v1::QueryDuplicatesResponse;

  DuplicateQuery(const Handler* handler, const RegistryTables* tables)
      : handler_(*handler), tables_(*tables), pool_(/*threads=*/1, kMaxWaitingDuplicateQueries) {}

  Reactor* Query(Context* context, const Request* request, Response* response);

 private:
  // In the contract's order.
  using Proposals = std::vector<registry::v1::DuplicateProposal>;
  struct List {
    std::string country;
    // It is still so after this one.
    Revision revision = 0;
    std::shared_ptr<const Proposals> proposals;
  };
  // What is read for a call, of one revision.
  struct Basis {
    Revision revision = 0;
    // What the request's city stands for; empty where it names none.
    std::string city;
    std::optional<ComparedCities> compared;
  };

  // All that follow run on the pool's thread.
  absl::Status Answer(const Request& request, const StillWanted& still_wanted, Response* response);
  // RESOURCE_NOT_FOUND; with `compared` TOO_MANY_CITIES.
  absl::StatusOr<Basis> Read(const Request& request, bool with_compared) const;
  // The list as it is after `revision`, where it is kept.
  std::shared_ptr<const Proposals> Find(const std::string& country, Revision revision);
  // Whether no commit after `from`, up to `to`, changes what is compared.
  bool IsUnchanged(Revision from, Revision to) const;

  const Handler& handler_;
  const RegistryTables& tables_;
  // The pool's thread's. The newest first.
  std::deque<List> lists_;
  // Destroyed first.
  WorkPool pool_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DUPLICATE_QUERY_H_
