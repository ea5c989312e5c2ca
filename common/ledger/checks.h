#ifndef JUMELAGE_COMMON_LEDGER_CHECKS_H_
#define JUMELAGE_COMMON_LEDGER_CHECKS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/ledger/ledger.h"

// Checks ledgers and corrections in requests. `today` is the last day that is not in the future.
// Pure and thread-safe.
namespace jumelage {

// The most corrections in one request.
inline constexpr int kMaxLedgerCorrections = 50;

// Adds violations, under the path of the ledger, for all LedgerProblems, and for dates that are
// certainly in the future or after their entry was recorded. Also adds violations for invalid
// values in an entry.
void CheckLedger(const Ledger& ledger, absl::CivilDay today, Violations* violations);

// Adds a violation, under "corrections", for each rule that the corrections break regardless of the
// ledger.
void CheckCorrections(const LifeCycle& life_cycle, const std::vector<LedgerStep>& corrections,
                      absl::CivilDay today, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_CHECKS_H_
