#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_DUPLICATE_QUERY_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_DUPLICATE_QUERY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/store/read_pool.h"
#include "jumelage/registry/v1/identity.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Answers QueryDuplicates. Keeps the last list of proposals, so that the pages of a walk cost one
// comparison as long as nothing is written. Thread-safe; `tables` outlives it.
class DuplicateQuery {
 public:
  explicit DuplicateQuery(const RegistryTables* tables) : tables_(*tables) {}

  // FIELD_INVALID with all violations, PAGE_TOKEN_INVALID (INVALID_ARGUMENT).
  static absl::Status Validate(const registry::v1::QueryDuplicatesRequest& request);

  // RESOURCE_NOT_FOUND, TOO_MANY_CITIES.
  absl::Status Answer(const Snapshot& snapshot, const registry::v1::QueryDuplicatesRequest& request,
                      registry::v1::QueryDuplicatesResponse* response);

 private:
  // In the contract's order, the cities by name alone.
  using Proposals = std::vector<registry::v1::DuplicateProposal>;

  absl::StatusOr<std::shared_ptr<const Proposals>> ProposalsAt(const Snapshot& snapshot,
                                                               const std::string& country);

  const RegistryTables& tables_;
  Mutex mu_;
  Revision revision_ ABSL_GUARDED_BY(mu_) = 0;
  std::string country_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const Proposals> proposals_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_DUPLICATE_QUERY_H_
