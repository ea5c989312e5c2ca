#ifndef JUMELAGE_COMMON_LEDGER_CHECKS_H_
#define JUMELAGE_COMMON_LEDGER_CHECKS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/ledger/ledger.h"

// Checks ledgers and corrections in requests. `today` is the latest day that is not in the future.
// Pure and thread-safe.
namespace jumelage {

// The most corrections in one request.
inline constexpr int kMaxLedgerCorrections = 50;

// Adds violations, under the path of the ledger, for invalid values in its entries and for all
// LedgerProblems. A missing or unknown step is reported only as an invalid value. An entry must not
// have both `supersedes` and `precedes`. Its effective date must not be certainly in the future, or
// certainly after the entry was recorded.
void CheckLedger(const Ledger& ledger, absl::CivilDay today, Violations* violations);

// Adds a violation, under "corrections", for each rule that the corrections break regardless of the
// ledger. If there are more than kMaxLedgerCorrections, adds only a violation for their number.
void CheckCorrections(const LifeCycle& life_cycle, const std::vector<LedgerStep>& corrections,
                      absl::CivilDay today, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_CHECKS_H_
