#ifndef JUMELAGE_COMMON_LEDGER_CHECKS_H_
#define JUMELAGE_COMMON_LEDGER_CHECKS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/ledger/ledger.h"

// The rules of ledgers and corrections as requests give them. `today` is the last day that is not
// in the future. Pure and thread-safe.
namespace jumelage {

// The most corrections of one request.
inline constexpr int kMaxLedgerCorrections = 50;

// Adds violations, under the path of the ledger, for one that is not the story of a resource, for a
// date that is certainly in the future or after the entry was recorded, and for whatever else an
// entry's values break.
void CheckLedger(const Ledger& ledger, absl::CivilDay today, Violations* violations);

// Adds a violation, under "corrections", for each rule of the contract that they break by
// themselves.
void CheckCorrections(const LifeCycle& life_cycle, const std::vector<LedgerStep>& corrections,
                      absl::CivilDay today, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_CHECKS_H_
