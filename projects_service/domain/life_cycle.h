#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_

#include <optional>

#include "absl/status/status.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// The state that `step` leads to from where `project` stands; nullopt where it is not legal there.
// The activity states are those of IATI 2.03, and UNKNOWN.
std::optional<projects::v1::Project::State> StateAfter(const projects::v1::Project& project,
                                                       projects::v1::ProjectLedgerEntry::Step step);

// Takes a step: appends `entry`, of which step, effective_date, decision, notes and record_time are
// given, to the ledger of `project`, sets the state that it leads to, and the actual start or end
// that follows from it where there is none. ILLEGAL_TRANSITION (FAILED_PRECONDITION): the step is
// not legal from the project's state, or the effective date lies certainly before an earlier step,
// or before the start of the project that it ends. `project` is then unchanged.
absl::Status TakeStep(projects::v1::ProjectLedgerEntry entry, projects::v1::Project* project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_LIFE_CYCLE_H_
