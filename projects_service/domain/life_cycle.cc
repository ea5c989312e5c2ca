#include "projects_service/domain/life_cycle.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "common/values/uncertain_date.h"
#include "projects_service/domain/errors.h"

namespace jumelage {
namespace {

using Entry = projects::v1::ProjectLedgerEntry;
using projects::v1::Project;

struct LegalStep {
  Entry::Step step;
  std::vector<Project::State> from;
  Project::State to;
};

const std::vector<LegalStep>& LegalSteps() {
  static const auto* const steps = new std::vector<LegalStep>{
      {Entry::STEP_START,
       {Project::STATE_UNKNOWN, Project::STATE_PIPELINE},
       Project::STATE_IMPLEMENTATION},
      {Entry::STEP_FINALISE,
       {Project::STATE_UNKNOWN, Project::STATE_IMPLEMENTATION},
       Project::STATE_FINALISATION},
      {Entry::STEP_CLOSE,
       {Project::STATE_UNKNOWN, Project::STATE_IMPLEMENTATION, Project::STATE_FINALISATION},
       Project::STATE_CLOSED},
      {Entry::STEP_CANCEL,
       {Project::STATE_UNKNOWN, Project::STATE_PIPELINE, Project::STATE_IMPLEMENTATION,
        Project::STATE_SUSPENDED},
       Project::STATE_CANCELLED},
      {Entry::STEP_SUSPEND,
       {Project::STATE_UNKNOWN, Project::STATE_PIPELINE, Project::STATE_IMPLEMENTATION,
        Project::STATE_FINALISATION},
       Project::STATE_SUSPENDED},
      {Entry::STEP_RESUME, {Project::STATE_SUSPENDED}, Project::STATE_IMPLEMENTATION},
  };
  return *steps;
}

// Where a suspended project goes on: where it was, as far as that is known.
Project::State ResumedState(const Project& project) {
  if (project.ledger().empty()) return Project::STATE_IMPLEMENTATION;
  const Entry& last = *project.ledger().rbegin();
  const bool known = last.step() == Entry::STEP_SUSPEND &&
                     last.state_before() != Project::STATE_UNKNOWN &&
                     last.state_before() != Project::STATE_UNSPECIFIED;
  return known ? last.state_before() : Project::STATE_IMPLEMENTATION;
}

// "IMPLEMENTATION", as filters write it.
std::string Spelt(const std::string& enum_name, const char* prefix) {
  return std::string(absl::StripPrefix(enum_name, prefix));
}

absl::Status CheckSequence(const Entry& entry, const Project& project) {
  if (!entry.has_effective_date()) return absl::OkStatus();
  for (const Entry& earlier : project.ledger()) {
    if (earlier.has_effective_date() &&
        Before(entry.effective_date(), earlier.effective_date()) == Truth::kYes) {
      return IllegalStepError(
          project.name(), absl::StrCat("its effective_date lies before that of the earlier step ",
                                       Spelt(Entry::Step_Name(earlier.step()), "STEP_")));
    }
  }
  return absl::OkStatus();
}

// The actual date that the step tells: null where it tells none, or the project has it.
type::v1::UncertainDate* ToldDate(Entry::Step step, Project* project) {
  if (step == Entry::STEP_START && !project->has_actual_start()) {
    return project->mutable_actual_start();
  }
  const bool ends = step == Entry::STEP_FINALISE || step == Entry::STEP_CLOSE;
  return ends && !project->has_actual_end() ? project->mutable_actual_end() : nullptr;
}

absl::Status CheckActualDates(const Project& project) {
  if (project.has_actual_start() && project.has_actual_end() &&
      Before(project.actual_end(), project.actual_start()) == Truth::kYes) {
    return IllegalStepError(project.name(),
                            "with its effective_date the project would end before its start");
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<Project::State> StateAfter(const Project& project, Entry::Step step) {
  for (const LegalStep& legal : LegalSteps()) {
    if (legal.step != step) continue;
    const bool from_here =
        std::find(legal.from.begin(), legal.from.end(), project.state()) != legal.from.end();
    if (!from_here) return std::nullopt;
    return step == Entry::STEP_RESUME ? ResumedState(project) : legal.to;
  }
  return std::nullopt;
}

absl::Status TakeStep(Entry entry, Project* project) {
  const std::optional<Project::State> after = StateAfter(*project, entry.step());
  if (!after) {
    return IllegalStepError(
        project->name(),
        absl::StrCat(Spelt(Entry::Step_Name(entry.step()), "STEP_"), " does not lead on from ",
                     Spelt(Project::State_Name(project->state()), "STATE_")));
  }
  JUMELAGE_RETURN_IF_ERROR(CheckSequence(entry, *project));
  Project changed = *project;
  if (entry.has_effective_date()) {
    type::v1::UncertainDate* const told = ToldDate(entry.step(), &changed);
    if (told != nullptr) *told = entry.effective_date();
    JUMELAGE_RETURN_IF_ERROR(CheckActualDates(changed));
  }
  entry.set_entry_id(absl::StrCat("step-", changed.ledger_size() + 1));
  entry.set_state_before(changed.state());
  entry.set_state_after(*after);
  changed.set_state(*after);
  *changed.add_ledger() = std::move(entry);
  *project = std::move(changed);
  return absl::OkStatus();
}

}  // namespace jumelage
