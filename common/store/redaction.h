#ifndef JUMELAGE_COMMON_STORE_REDACTION_H_
#define JUMELAGE_COMMON_STORE_REDACTION_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "common/store/transaction.h"
#include "common/view/view.h"

namespace jumelage {

// Texts to redact, everywhere or in certain resources.
struct TextsToRedact {
  // Must not be empty.
  std::vector<std::string> texts;
  // Full names. Empty means every resource.
  absl::flat_hash_set<std::string> names;
};

// Redacts the texts in the current states of the wanted resources, as changes of `transaction`, and
// makes its commit redact them in all earlier commits. Changes at most `limit` + 1 resources and
// returns their names, sorted. A caller that gets more than `limit` names must fail the mutation.
// `schema` must outlive the store.
absl::StatusOr<std::vector<std::string>> RedactTextsIn(const ViewSchema& schema,
                                                       const TextsToRedact& wanted, int limit,
                                                       Transaction& transaction);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_REDACTION_H_
