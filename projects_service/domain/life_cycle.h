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

// The life of a project: what its ledger begins with, and what is appended to it later. The states
// are those of IATI 2.03, and UNKNOWN. An entry's id is "step-1" for the first. Pure and
// thread-safe.
namespace jumelage {

// The ledgers of projects, for LedgerOf.
struct ProjectLedger {
  using Resource = projects::v1::Project;
  using Entry = projects::v1::ProjectLedgerEntry;
  using Correction = projects::v1::ProjectLedgerCorrection;
  static const LifeCycle& Cycle();
  static int InitialState(const Resource& project);
  static void SetStates(const EntryStates& states, Entry* entry);
};

// Where `project` stood before the first step of its ledger. Projects that were stored before they
// told it: what their first entry says, or where they stand.
projects::v1::Project::State InitialState(const projects::v1::Project& project);

// Adds violations: under "project.ledger", for a ledger that is not the story of a project, for a
// date that is certainly in the future or after the entry was recorded, and for whatever else an
// entry's values break; for a state that is not the one that the ledger leads to.
void CheckLedger(const projects::v1::Project& project, absl::CivilDay today,
                 Violations* violations);

// Takes over the ledger that a new project brings: numbers the entries, dates their recording, and
// sets what states they led to, where the project stood before them, and where it stands. The
// actual start and end are as the project has them.
void StartLedger(const google::protobuf::Timestamp& record_time, projects::v1::Project* project);

// Takes a step: appends `entry`, of which step, effective_date, decision, notes and record_time are
// given, to the ledger of `project`, sets the state that it leads to, and the actual start or end
// that follows from it where there is none. ILLEGAL_TRANSITION (FAILED_PRECONDITION): the step is
// not legal from the project's state, or the effective date lies certainly before an earlier step,
// or before the start of the project that it ends. `project` is then unchanged.
absl::Status TakeStep(projects::v1::ProjectLedgerEntry entry, projects::v1::Project* project);

using ProjectLedgerCorrections =
    google::protobuf::RepeatedPtrField<projects::v1::ProjectLedgerCorrection>;

// Adds a violation, under "corrections", for each rule of the contract that they break by
// themselves. At most kMaxLedgerCorrections (common/ledger/checks.h) may be given.
void CheckCorrections(const ProjectLedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations);

// Appends an entry for each correction, one after the other, and sets the states that the ledger
// then leads to and the dates that follow from it (SettleDates). `project` is unchanged after an
// error:
// - LEDGER_ENTRY_NOT_EFFECTIVE (FAILED_PRECONDITION): a correction names an entry that is not there
//   or was superseded.
// - ILLEGAL_TRANSITION (FAILED_PRECONDITION): the corrected ledger is not the story of a project,
//   or the project would end before its start.
absl::Status CorrectLedger(const ProjectLedgerCorrections& corrections,
                           const google::protobuf::Timestamp& record_time,
                           projects::v1::Project* project);

// Sets what follows for the actual start and end of `*project` from its ledger, which was that of
// `before`: a date that a step told which counts no more goes with that step; then each step of the
// effective ledger tells its date where the project has none.
void SettleDates(const projects::v1::Project& before, projects::v1::Project* project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_
