#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/registry/v1/twinning_life_cycle.pb.h"

// Starts and extends the ledger of a twinning. TakeStep and CorrectLedger refuse changes that would
// make the ledger invalid (LedgerProblems). Pure and thread-safe.
namespace jumelage {

// Adds violations, under "twinning.ledger", for an invalid ledger (LedgerProblems), for dates that
// are certainly in the future or after their entry was recorded, and for invalid values in an
// entry.
void CheckLedger(const registry::v1::Twinning& twinning, absl::CivilDay today,
                 Violations* violations);

// Completes the ledger of a new twinning: numbers its entries, and sets their record times, the
// states that they lead to, and the state of the twinning.
void StartLedger(const google::protobuf::Timestamp& record_time, registry::v1::Twinning* twinning);

// Takes a step: appends `entry` to the ledger of `twinning` and sets the state that it leads to. In
// `entry`, the caller sets only step, effective_date, decision, notes and record_time. Returns
// ILLEGAL_TRANSITION (FAILED_PRECONDITION) if the step is not legal from the twinning's state, or
// if its date is certainly before the date of an earlier step. `twinning` is then unchanged.
absl::Status TakeStep(registry::v1::LedgerEntry entry, registry::v1::Twinning* twinning);

using LedgerCorrections = google::protobuf::RepeatedPtrField<registry::v1::LedgerCorrection>;

// Adds violations, under "corrections", for each rule of the contract that the corrections break
// regardless of the ledger. If there are more than kMaxLedgerCorrections (common/ledger/checks.h),
// adds only a violation for that.
void CheckCorrections(const LedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations);

// Appends an entry for each correction, in order, and sets the states of the entries and of the
// twinning. Returns one of these errors, and leaves `twinning` unchanged:
// - LEDGER_ENTRY_NOT_EFFECTIVE (FAILED_PRECONDITION): a correction names an entry that does not
//   exist or has been superseded.
// - ILLEGAL_TRANSITION (FAILED_PRECONDITION): the corrected ledger is invalid.
absl::Status CorrectLedger(const LedgerCorrections& corrections,
                           const google::protobuf::Timestamp& record_time,
                           registry::v1::Twinning* twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_
