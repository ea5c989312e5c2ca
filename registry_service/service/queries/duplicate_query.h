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

// The most calls that wait for the thread that compares. More are refused immediately with
// RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingDuplicateQueries = 16;

// Answers QueryDuplicates on a dedicated thread. Copies the cities out of one snapshot, and holds
// no read open while it compares them. Keeps the last lists of proposals, each until a city or a
// twinning changes, so that all pages of a walk need one comparison. Thread-safe. The constructor's
// arguments outlive it. Destroyed when no calls are left.
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
  // In the order of the contract.
  using Proposals = std::vector<registry::v1::DuplicateProposal>;
  struct List {
    std::string country;
    // The last revision at which the list was known to be valid.
    Revision revision = 0;
    std::shared_ptr<const Proposals> proposals;
  };
  // The input of a call, read at one revision.
  struct Basis {
    Revision revision = 0;
    // The city that the request's city resolves to, or empty.
    std::string city;
    std::optional<ComparedCities> compared;
  };

  // The following methods run on the pool's thread.
  absl::Status Answer(const Request& request, const StillWanted& still_wanted, Response* response);
  // RESOURCE_NOT_FOUND; with `compared` also TOO_MANY_CITIES.
  absl::StatusOr<Basis> Read(const Request& request, bool with_compared) const;
  // Returns the list that is valid at `revision`, or null if it is not kept.
  std::shared_ptr<const Proposals> Find(const std::string& country, Revision revision);
  // Whether no commit after `from`, up to `to`, changes the compared cities or their twinnings.
  bool IsUnchanged(Revision from, Revision to) const;

  const Handler& handler_;
  const RegistryTables& tables_;
  // Used only on the pool's thread. The newest first.
  std::deque<List> lists_;
  // Destroyed first.
  WorkPool pool_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DUPLICATE_QUERY_H_
