#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/registry/v1/twinning_life_cycle.pb.h"

// How a twinning's ledger comes about: what it begins with, and what is appended to it later. It
// stays the story of a link (LedgerProblems) throughout. Pure and thread-safe.
namespace jumelage {

// Adds violations, under "twinning.ledger", for a ledger that is not the story of a link, for a
// date that is certainly in the future or after the entry was recorded, and for whatever else an
// entry's values break.
void CheckLedger(const registry::v1::Twinning& twinning, absl::CivilDay today,
                 Violations* violations);

// Takes over the ledger that a new twinning brings: numbers the entries, dates their recording, and
// sets what states they led to.
void StartLedger(const google::protobuf::Timestamp& record_time, registry::v1::Twinning* twinning);

// Takes a step: appends `entry`, of which step, effective_date, decision, notes and record_time are
// given, to the ledger of `twinning`, and sets the state that it leads to. ILLEGAL_TRANSITION
// (FAILED_PRECONDITION): the step is not legal from the twinning's state, or its date lies
// certainly before an earlier step. `twinning` is then unchanged.
absl::Status TakeStep(registry::v1::LedgerEntry entry, registry::v1::Twinning* twinning);

using LedgerCorrections = google::protobuf::RepeatedPtrField<registry::v1::LedgerCorrection>;

// Adds a violation, under "corrections", for each rule of the contract that they break by
// themselves. At most kMaxLedgerCorrections (common/ledger/checks.h) may be given.
void CheckCorrections(const LedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations);

// Appends an entry for each correction, one after the other, and sets the state that the ledger
// then leads to. `twinning` is unchanged after an error:
// - LEDGER_ENTRY_NOT_EFFECTIVE (FAILED_PRECONDITION): a correction names an entry that is not there
//   or was superseded.
// - ILLEGAL_TRANSITION (FAILED_PRECONDITION): the corrected ledger is not the story of a link.
absl::Status CorrectLedger(const LedgerCorrections& corrections,
                           const google::protobuf::Timestamp& record_time,
                           registry::v1::Twinning* twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_LIFE_CYCLE_H_
