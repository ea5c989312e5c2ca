#include "projects_service/domain/life_cycle.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "common/ledger/checks.h"
#include "common/ledger/errors.h"
#include "common/ledger/ledger_of.h"
#include "common/values/field_checks.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage {
namespace {

using Entry = projects::v1::ProjectLedgerEntry;
using google::protobuf::Timestamp;
using google::protobuf::util::MessageDifferencer;
using projects::v1::Project;
using TheLedger = LedgerOf<ProjectLedger>;

std::string StepName(int step) {
  return std::string(absl::StripPrefix(Entry::Step_Name(step), "STEP_"));
}
std::string StateName(int state) {
  return std::string(absl::StripPrefix(Project::State_Name(state), "STATE_"));
}

std::vector<Transition> Transitions() {
  return {
      {Entry::STEP_START, Project::STATE_UNKNOWN, Project::STATE_IMPLEMENTATION},
      {Entry::STEP_START, Project::STATE_PIPELINE, Project::STATE_IMPLEMENTATION},
      {Entry::STEP_FINALISE, Project::STATE_UNKNOWN, Project::STATE_FINALISATION},
      {Entry::STEP_FINALISE, Project::STATE_IMPLEMENTATION, Project::STATE_FINALISATION},
      {Entry::STEP_CLOSE, Project::STATE_UNKNOWN, Project::STATE_CLOSED},
      {Entry::STEP_CLOSE, Project::STATE_IMPLEMENTATION, Project::STATE_CLOSED},
      {Entry::STEP_CLOSE, Project::STATE_FINALISATION, Project::STATE_CLOSED},
      {Entry::STEP_CANCEL, Project::STATE_UNKNOWN, Project::STATE_CANCELLED},
      {Entry::STEP_CANCEL, Project::STATE_PIPELINE, Project::STATE_CANCELLED},
      {Entry::STEP_CANCEL, Project::STATE_IMPLEMENTATION, Project::STATE_CANCELLED},
      {Entry::STEP_CANCEL, Project::STATE_SUSPENDED, Project::STATE_CANCELLED},
      {Entry::STEP_SUSPEND, Project::STATE_UNKNOWN, Project::STATE_SUSPENDED},
      {Entry::STEP_SUSPEND, Project::STATE_PIPELINE, Project::STATE_SUSPENDED},
      {Entry::STEP_SUSPEND, Project::STATE_IMPLEMENTATION, Project::STATE_SUSPENDED},
      {Entry::STEP_SUSPEND, Project::STATE_FINALISATION, Project::STATE_SUSPENDED},
      // RESUME returns to the state before the suspension, or to IMPLEMENTATION if that state is
      // unknown.
      {Entry::STEP_RESUME, Project::STATE_SUSPENDED, Project::STATE_IMPLEMENTATION, true},
  };
}

// Returns ILLEGAL_TRANSITION if the step is not legal from the project's state, or if its date is
// certainly before that of an earlier step.
absl::Status CheckStep(const Entry& entry, const Project& project) {
  const absl::string_view type = ProjectLedger::Cycle().type;
  const Project::State state = TheLedger::StateIn(project);
  if (!After(ProjectLedger::Cycle(), {state, Project::STATE_UNKNOWN}, entry.step())) {
    return IllegalTransitionError(
        type, project.name(),
        {absl::StrCat(StepName(entry.step()), " is not legal from ", StateName(state))});
  }
  if (!entry.has_effective_date()) return absl::OkStatus();
  for (const Entry* earlier : TheLedger::Effective(project)) {
    if (earlier->has_effective_date() &&
        Before(entry.effective_date(), earlier->effective_date()) == Truth::kYes) {
      return IllegalTransitionError(
          type, project.name(),
          {absl::StrCat("its effective_date is before that of the earlier step ",
                        StepName(earlier->step()))});
    }
  }
  return absl::OkStatus();
}

bool TellsStart(const Entry& entry) {
  return entry.has_effective_date() && entry.step() == Entry::STEP_START;
}
bool TellsEnd(const Entry& entry) {
  return entry.has_effective_date() &&
         (entry.step() == Entry::STEP_FINALISE || entry.step() == Entry::STEP_CLOSE);
}

// Sets the actual start or end that follows from the step, unless the project already has it.
void TellDate(const Entry& entry, Project* project) {
  if (TellsStart(entry) && !project->has_actual_start()) {
    *project->mutable_actual_start() = entry.effective_date();
  }
  if (TellsEnd(entry) && !project->has_actual_end()) {
    *project->mutable_actual_end() = entry.effective_date();
  }
}

// Clears the actual start or end that the step set. A date counts as set by the step if it equals
// the step's effective date.
void ForgetDate(const Entry& entry, Project* project) {
  if (TellsStart(entry) &&
      MessageDifferencer::Equals(project->actual_start(), entry.effective_date())) {
    project->clear_actual_start();
  }
  if (TellsEnd(entry) &&
      MessageDifferencer::Equals(project->actual_end(), entry.effective_date())) {
    project->clear_actual_end();
  }
}

absl::Status CheckActualDates(const Project& project) {
  if (project.has_actual_start() && project.has_actual_end() &&
      Before(project.actual_end(), project.actual_start()) == Truth::kYes) {
    return IllegalTransitionError(
        ProjectLedger::Cycle().type, project.name(),
        {"with its effective_date the project would end before its start"});
  }
  return absl::OkStatus();
}

}  // namespace

const LifeCycle& ProjectLedger::Cycle() {
  static const auto* const kCycle = new LifeCycle{
      "Project",           "project.ledger", "step-",
      Transitions(),       Entry::STEP_VOID, Project::STATE_UNKNOWN,
      Entry::Step_IsValid, StepName,         StateName,
  };
  return *kCycle;
}

int ProjectLedger::InitialState(const Project& project) { return jumelage::InitialState(project); }

void ProjectLedger::SetStates(const EntryStates& states, Entry* entry) {
  entry->set_state_before(static_cast<Project::State>(states.before));
  entry->set_state_after(static_cast<Project::State>(states.after));
}

Project::State InitialState(const Project& project) {
  Project::State state = project.initial_state();
  if (state == Project::STATE_UNSPECIFIED) {
    state = project.ledger().empty() ? project.state() : project.ledger(0).state_before();
  }
  return state == Project::STATE_UNSPECIFIED ? Project::STATE_UNKNOWN : state;
}

void CheckLedger(const Project& project, absl::CivilDay today, Violations* violations) {
  const size_t found = violations->list().size();
  CheckEnum("project.state", Project::State_IsValid(project.state()), violations);
  CheckEnum("project.initial_state", Project::State_IsValid(project.initial_state()), violations);
  CheckLedger(TheLedger::In(project), today, violations);
  if (violations->list().size() > found || project.state() == Project::STATE_UNSPECIFIED) return;
  const Project::State led_to = TheLedger::StateIn(project);
  if (project.state() == led_to) return;
  violations->Add("project.state", project.ledger().empty()
                                       ? "must be initial_state when there is no ledger"
                                       : absl::StrCat("must be left out, or be the state that the "
                                                      "ledger leads to: ",
                                                      StateName(led_to)));
}

void StartLedger(const Timestamp& record_time, Project* project) {
  project->set_initial_state(InitialState(*project));
  TheLedger::Start(record_time, project);
}

absl::Status TakeStep(Entry entry, Project* project) {
  JUMELAGE_RETURN_IF_ERROR(CheckStep(entry, *project));
  Project changed = *project;
  changed.set_initial_state(InitialState(*project));
  JUMELAGE_RETURN_IF_ERROR(TheLedger::Append(std::move(entry), &changed));
  TellDate(*changed.ledger().rbegin(), &changed);
  JUMELAGE_RETURN_IF_ERROR(CheckActualDates(changed));
  *project = std::move(changed);
  return absl::OkStatus();
}

void CheckCorrections(const ProjectLedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations) {
  TheLedger::CheckCorrections(corrections, today, violations);
}

absl::Status CorrectLedger(const ProjectLedgerCorrections& corrections,
                           const Timestamp& record_time, Project* project) {
  Project corrected = *project;
  corrected.set_initial_state(InitialState(*project));
  JUMELAGE_RETURN_IF_ERROR(TheLedger::Correct(corrections, record_time, &corrected));
  SettleDates(*project, &corrected);
  JUMELAGE_RETURN_IF_ERROR(CheckActualDates(corrected));
  *project = std::move(corrected);
  return absl::OkStatus();
}

void SettleDates(const Project& before, Project* project) {
  const std::vector<const Entry*> effective = TheLedger::Effective(*project);
  for (const Entry* entry : TheLedger::Effective(before)) {
    const bool counts = std::any_of(effective.begin(), effective.end(), [&](const Entry* other) {
      return other->entry_id() == entry->entry_id();
    });
    if (!counts) ForgetDate(*entry, project);
  }
  for (const Entry* entry : effective) TellDate(*entry, project);
}

}  // namespace jumelage
