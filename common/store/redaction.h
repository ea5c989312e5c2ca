#ifndef JUMELAGE_COMMON_STORE_REDACTION_H_
#define JUMELAGE_COMMON_STORE_REDACTION_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "common/store/transaction.h"
#include "common/view/view.h"

namespace jumelage {

// Texts that are to go, everywhere or from certain resources.
struct TextsToRedact {
  std::vector<std::string> texts;
  // Full names; empty: every resource.
  absl::flat_hash_set<std::string> names;
};

// Takes `wanted` out of the current resources in this transaction, and has its commit take them out
// of all commits before it. Gives the names of the resources that it changed, in order, at most
// `limit` + 1: who gets more than the limit lets the mutation fail. `schema` outlives the store.
absl::StatusOr<std::vector<std::string>> RedactTextsIn(const ViewSchema& schema,
                                                       const TextsToRedact& wanted, int limit,
                                                       Transaction& transaction);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_REDACTION_H_
