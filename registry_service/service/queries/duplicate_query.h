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

// The most calls that may wait for the comparing thread. Further calls are refused immediately with
// RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaitingDuplicateQueries = 16;

// Answers QueryDuplicates on a dedicated thread. Copies the cities from one snapshot, so that no
// read is open while they are compared. Keeps the newest lists of proposals, so that one comparison
// is usually enough for all pages of a list. A list is no longer used once a city or a twinning has
// changed. Thread-safe. `handler` and `tables` must outlive the object. Must be destroyed when no
// calls are left.
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
  // In the order that the contract defines.
  using Proposals = std::vector<registry::v1::DuplicateProposal>;
  struct List {
    std::string country;
    // The latest revision for which the list is known to be valid.
    Revision revision = 0;
    std::shared_ptr<const Proposals> proposals;
  };
  // The data that a call needs, read at one revision.
  struct Basis {
    Revision revision = 0;
    // The name that the request's city resolves to. Empty if the request has no city.
    std::string city;
    std::optional<ComparedCities> compared;
  };

  // The following methods run on the pool's thread.
  absl::Status Answer(const Request& request, const StillWanted& still_wanted, Response* response);
  // Returns RESOURCE_NOT_FOUND if the request's city does not exist. If `with_compared`, also loads
  // the cities to compare, and returns TOO_MANY_CITIES if there are too many.
  absl::StatusOr<Basis> Read(const Request& request, bool with_compared) const;
  // Returns the kept list for `country` if it is valid at `revision`. Otherwise drops it and
  // returns null.
  std::shared_ptr<const Proposals> Find(const std::string& country, Revision revision);
  // Returns true if no commit after `from`, up to `to`, changes a city or a twinning. Returns false
  // if one does. Also returns false if there are too many commits to check or the log cannot be
  // read.
  bool IsUnchanged(Revision from, Revision to) const;

  const Handler& handler_;
  const RegistryTables& tables_;
  // Used only on the pool's thread. The newest list comes first.
  std::deque<List> lists_;
  // Destroyed first, so that no call still runs when the members above are destroyed.
  WorkPool pool_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_QUERIES_DUPLICATE_QUERY_H_
