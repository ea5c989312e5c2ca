#include "projects_service/domain/project_import.h"

#include <utility>

#include "absl/time/time.h"
#include "common/ledger/ledger_of.h"
#include "common/values/uncertain_date.h"
#include "projects_service/domain/life_cycle.h"

namespace jumelage {

using google::protobuf::Timestamp;
using projects::v1::Project;

void RestoreTimes(const Project& given, const Timestamp& now, Project* project,
                  Violations* violations) {
  LedgerOf<ProjectLedger>::RestoreRecordTimes(given, 0, now, project, violations);
  // A step must not take effect after it was recorded, so check the dates again with the restored
  // record times.
  if (violations->empty()) {
    CheckLedger(*project, LatestToday(absl::FromUnixSeconds(now.seconds())), violations);
  }
}

void AddWhatIsNew(const Project& given, const Timestamp& now, Project* project,
                  Violations* violations) {
  const Project::State initial_state = InitialState(*project);
  const bool same_beginning =
      given.initial_state() == Project::STATE_UNSPECIFIED || given.initial_state() == initial_state;
  if (!same_beginning) return;
  Project continued = *project;
  continued.set_initial_state(initial_state);
  if (!LedgerOf<ProjectLedger>::Continue(given, now, &continued, violations)) return;
  SettleDates(*project, &continued);
  *project = std::move(continued);
}

}  // namespace jumelage
