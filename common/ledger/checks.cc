#include "common/ledger/checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/values/field_checks.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"

namespace jumelage {
namespace {

// Checks the effective date of a step. Returns true if it is absent or can be compared.
bool CheckDate(const std::string& path, const LifeCycle& life_cycle, const LedgerStep& step,
               absl::CivilDay today, Violations* violations) {
  if (step.effective_date == nullptr) return true;
  const std::string date = path + ".effective_date";
  if (step.step == life_cycle.void_step) {
    violations->Add(date, absl::StrCat("must not be given for STEP_",
                                       life_cycle.step_name(life_cycle.void_step)));
  }
  if (!CheckUncertainDate(date, *step.effective_date, violations)) return false;
  CheckNotInFuture(date, *step.effective_date, today, violations);
  return true;
}

// Checks the values that entries and corrections have in common. Returns true if the effective date
// is absent or can be compared.
bool CheckStepValues(const std::string& path, const LifeCycle& life_cycle, const LedgerStep& step,
                     absl::CivilDay today, Violations* violations) {
  CheckRequiredEnum(path + ".step", step.step, life_cycle.is_step(step.step), violations);
  if (step.decision != nullptr) {
    CheckDecision(path + ".decision", *step.decision, today, violations);
  }
  if (step.notes != nullptr) CheckTexts(path + ".notes", *step.notes, TextRules(), violations);
  if (step.step == life_cycle.void_step && step.supersedes.empty()) {
    violations->Add(path + ".supersedes",
                    absl::StrCat("is required for STEP_", life_cycle.step_name(step.step)));
  }
  return CheckDate(path, life_cycle, step, today, violations);
}

// Whether the step was recorded before its effective date had begun anywhere on Earth. The date
// must be absent or comparable.
bool RecordedBeforeItsDay(const LedgerStep& step) {
  if (step.record_time == nullptr || step.effective_date == nullptr) return false;
  const DayBounds days = BoundsOf(*step.effective_date);
  return days.earliest &&
         LatestToday(absl::FromUnixSeconds(step.record_time->seconds())) < *days.earliest;
}

}  // namespace

void CheckLedger(const Ledger& ledger, absl::CivilDay today, Violations* violations) {
  const LifeCycle& life_cycle = *ledger.life_cycle;
  // A copy with only the dates that can be compared.
  Ledger story = ledger;
  for (size_t i = 0; i < ledger.steps.size(); ++i) {
    const LedgerStep& step = ledger.steps[i];
    const std::string path = Indexed(life_cycle.field, static_cast<int>(i));
    if (!CheckStepValues(path, life_cycle, step, today, violations)) {
      story.steps[i].effective_date = nullptr;
    } else if (RecordedBeforeItsDay(step)) {
      violations->Add(path + ".record_time", "must not be before effective_date");
    }
    if (!step.supersedes.empty() && !step.precedes.empty()) {
      violations->Add(path + ".precedes", "must not be given together with supersedes");
    }
  }
  for (const LedgerProblem& problem : LedgerProblems(story)) {
    const int step = ledger.steps[problem.entry].step;
    // A missing or unknown step has already been reported.
    const bool none = step == 0 || !life_cycle.is_step(step);
    if (none && problem.field == LedgerProblem::Field::kStep) continue;
    violations->Add(FieldPath(Indexed(life_cycle.field, problem.entry), FieldName(problem.field)),
                    problem.description);
  }
}

void CheckCorrections(const LifeCycle& life_cycle, const std::vector<LedgerStep>& corrections,
                      absl::CivilDay today, Violations* violations) {
  if (corrections.empty()) violations->Add("corrections", "needs at least one correction");
  if (corrections.size() > kMaxLedgerCorrections) {
    violations->Add("corrections", absl::StrCat("has ", corrections.size(), " entries; at most ",
                                                kMaxLedgerCorrections, " are allowed"));
    return;
  }
  for (size_t i = 0; i < corrections.size(); ++i) {
    const LedgerStep& step = corrections[i];
    const std::string path = Indexed("corrections", static_cast<int>(i));
    CheckStepValues(path, life_cycle, step, today, violations);
    if (step.supersedes.empty() && step.precedes.empty() && step.step != life_cycle.void_step) {
      violations->Add(path, "needs supersedes or precedes");
    }
  }
}

}  // namespace jumelage
