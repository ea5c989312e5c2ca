#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/ledger/ledger.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/projects/v1/project_life_cycle.pb.h"

// The life cycle of a project: how its ledger begins, and how steps and corrections are appended to
// it. The states are those of IATI 2.03 plus UNKNOWN. The first entry's id is "step-1". Pure and
// thread-safe.
namespace jumelage {

// Describes the ledgers of projects for the template LedgerOf.
struct ProjectLedger {
  using Resource = projects::v1::Project;
  using Entry = projects::v1::ProjectLedgerEntry;
  using Correction = projects::v1::ProjectLedgerCorrection;
  static const LifeCycle& Cycle();
  static int InitialState(const Resource& project);
  static void SetStates(const EntryStates& states, Entry* entry);
};

// Returns the state of `project` before the first step of its ledger. This is `initial_state` if it
// is set; otherwise `state_before` of the first entry or, if there are no entries, `state`. Returns
// STATE_UNKNOWN if that field is not set either.
projects::v1::Project::State InitialState(const projects::v1::Project& project);

// Adds violations:
// - under "project.state" and "project.initial_state", for values that the contract does not
//   define;
// - under "project.ledger", for an inconsistent ledger (LedgerProblems), for dates that are
//   certainly in the future or after their entry was recorded, and for invalid values in an entry;
// - under "project.state", if there are none of these violations, for a state that is set but is
//   not the one that the ledger leads to.
void CheckLedger(const projects::v1::Project& project, absl::CivilDay today,
                 Violations* violations);

// Completes the ledger of a new project: numbers the entries, sets their record times and the
// states before and after them, and sets the project's initial and current state. Leaves the actual
// start and end unchanged.
void StartLedger(const google::protobuf::Timestamp& record_time, projects::v1::Project* project);

// Takes a step: appends `entry` to the ledger of `project` and sets the state that it leads to.
// Also sets `initial_state` if it is not set, and the actual start or end that follows from the
// step unless the project already has it. The caller sets the entry's step, effective_date,
// decision, notes and record_time.
//
// Returns ILLEGAL_TRANSITION (FAILED_PRECONDITION) if the step is not legal from the project's
// state, if its effective date is certainly before that of an earlier step, or if the project would
// certainly end before its start. `project` is then unchanged.
absl::Status TakeStep(projects::v1::ProjectLedgerEntry entry, projects::v1::Project* project);

using ProjectLedgerCorrections =
    google::protobuf::RepeatedPtrField<projects::v1::ProjectLedgerCorrection>;

// Adds a violation, under "corrections", for each rule of the contract that the corrections break
// regardless of the ledger. If there are more than kMaxLedgerCorrections (common/ledger/checks.h),
// adds only a violation for that.
void CheckCorrections(const ProjectLedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations);

// Appends an entry for each correction, in order. Then sets the states of the entries and the
// project, `initial_state` if it is not set, and the dates that follow from the ledger
// (SettleDates). `project` is unchanged after an error:
// - LEDGER_ENTRY_NOT_EFFECTIVE (FAILED_PRECONDITION): a correction names an entry that does not
//   exist or has been superseded.
// - ILLEGAL_TRANSITION (FAILED_PRECONDITION): the corrected ledger is not consistent, or the
//   project would certainly end before its start.
absl::Status CorrectLedger(const ProjectLedgerCorrections& corrections,
                           const google::protobuf::Timestamp& record_time,
                           projects::v1::Project* project);

// Updates the actual start and end of `*project` after its ledger has changed. `before` is the
// project before that change. First clears the dates that were set by steps that are no longer
// effective. Then sets the dates that follow from the effective steps, unless the project already
// has them.
void SettleDates(const projects::v1::Project& before, projects::v1::Project* project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_
