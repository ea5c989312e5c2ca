#include "registry_service/domain/life_cycle.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/ledger.h"

namespace jumelage {
namespace {

using registry::v1::LedgerCorrection;
using registry::v1::LedgerEntry;
using registry::v1::Twinning;

constexpr char kNotForVoid[] = "must not be given for STEP_VOID";

absl::string_view FieldName(LedgerProblem::Field field) {
  switch (field) {
    case LedgerProblem::Field::kStep:
      return "step";
    case LedgerProblem::Field::kEffectiveDate:
      return "effective_date";
    case LedgerProblem::Field::kSupersedes:
      return "supersedes";
    case LedgerProblem::Field::kPrecedes:
      return "precedes";
  }
  return "";
}

// The values that an entry and a correction have alike. True when the date is absent or can be
// compared.
template <typename M>
bool CheckStepValues(const std::string& path, const M& entry, absl::CivilDay today,
                     Violations* violations) {
  CheckRequiredEnum(path + ".step", entry.step(), LedgerEntry::Step_IsValid(entry.step()),
                    violations);
  CheckDecision(path + ".decision", entry.decision(), today, violations);
  CheckTexts(path + ".notes", entry.notes(), TextRules(), violations);
  const bool is_void = entry.step() == LedgerEntry::STEP_VOID;
  if (is_void && entry.supersedes().empty()) {
    violations->Add(path + ".supersedes", "is required for STEP_VOID");
  }
  if (!entry.has_effective_date()) return true;
  const std::string date = path + ".effective_date";
  if (is_void) violations->Add(date, kNotForVoid);
  if (!CheckUncertainDate(date, entry.effective_date(), violations)) return false;
  CheckNotInFuture(date, entry.effective_date(), today, violations);
  return true;
}

// Whether it was recorded when its day had begun nowhere yet. Its date, if any, can be compared.
bool RecordedBeforeItsDay(const LedgerEntry& entry) {
  if (!entry.has_record_time() || !entry.has_effective_date()) return false;
  const DayBounds days = BoundsOf(entry.effective_date());
  return days.earliest &&
         LatestToday(absl::FromUnixSeconds(entry.record_time().seconds())) < *days.earliest;
}

void SetPlace(int index, LedgerEntry* entry) {
  entry->set_entry_id(absl::StrCat(index + 1));
  entry->clear_state_after();
  const Twinning::State after = StateOfStep(entry->step());
  if (after != Twinning::STATE_UNSPECIFIED) entry->set_state_after(after);
}

void Append(LedgerEntry entry, Twinning* twinning) {
  SetPlace(twinning->ledger_size(), &entry);
  *twinning->add_ledger() = std::move(entry);
}

LedgerEntry ToEntry(const LedgerCorrection& correction,
                    const google::protobuf::Timestamp& record_time) {
  LedgerEntry entry;
  entry.set_supersedes(correction.supersedes());
  entry.set_precedes(correction.precedes());
  entry.set_step(correction.step());
  if (correction.has_effective_date()) {
    *entry.mutable_effective_date() = correction.effective_date();
  }
  if (correction.has_decision()) *entry.mutable_decision() = correction.decision();
  *entry.mutable_notes() = correction.notes();
  *entry.mutable_record_time() = record_time;
  return entry;
}

// ILLEGAL_TRANSITION with all problems of the ledger; OK when it has none.
absl::Status CheckStory(const Twinning& twinning) {
  std::vector<std::string> why;
  for (const LedgerProblem& problem : LedgerProblems(twinning)) {
    const bool step = problem.field == LedgerProblem::Field::kStep;
    why.push_back(absl::StrCat("entry ", problem.entry + 1, ": ",
                               step ? "" : absl::StrCat(FieldName(problem.field), " "),
                               problem.description));
  }
  return why.empty() ? absl::OkStatus() : IllegalTwinningStepError(twinning.name(), why);
}

}  // namespace

void CheckLedger(const Twinning& twinning, absl::CivilDay today, Violations* violations) {
  // With the dates and steps that can be judged.
  Twinning story;
  *story.mutable_ledger() = twinning.ledger();
  for (int i = 0; i < twinning.ledger_size(); ++i) {
    const LedgerEntry& entry = twinning.ledger(i);
    const std::string path = Indexed("twinning.ledger", i);
    if (!CheckStepValues(path, entry, today, violations)) {
      story.mutable_ledger(i)->clear_effective_date();
    } else if (RecordedBeforeItsDay(entry)) {
      violations->Add(path + ".record_time", "must not lie before effective_date");
    }
    if (!entry.supersedes().empty() && !entry.precedes().empty()) {
      violations->Add(path + ".precedes", "must not be given together with supersedes");
    }
  }
  for (const LedgerProblem& problem : LedgerProblems(story)) {
    const LedgerEntry::Step step = twinning.ledger(problem.entry).step();
    // Said already: it is no step at all.
    if (problem.field == LedgerProblem::Field::kStep &&
        (step == LedgerEntry::STEP_UNSPECIFIED || !LedgerEntry::Step_IsValid(step))) {
      continue;
    }
    violations->Add(FieldPath(Indexed("twinning.ledger", problem.entry), FieldName(problem.field)),
                    problem.description);
  }
}

void StartLedger(const google::protobuf::Timestamp& record_time, Twinning* twinning) {
  for (int i = 0; i < twinning->ledger_size(); ++i) {
    SetPlace(i, twinning->mutable_ledger(i));
    *twinning->mutable_ledger(i)->mutable_record_time() = record_time;
  }
  twinning->set_state(StateFromLedger(*twinning));
}

absl::Status AppendStep(LedgerEntry entry, Twinning* twinning) {
  Append(std::move(entry), twinning);
  absl::Status legal = CheckStory(*twinning);
  if (!legal.ok()) {
    twinning->mutable_ledger()->RemoveLast();
    return legal;
  }
  twinning->set_state(StateFromLedger(*twinning));
  return absl::OkStatus();
}

void CheckCorrections(const LedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations) {
  if (corrections.empty()) violations->Add("corrections", "needs at least one");
  if (corrections.size() > kMaxLedgerCorrections) {
    violations->Add("corrections", absl::StrCat("has ", corrections.size(), " entries; at most ",
                                                kMaxLedgerCorrections, " are allowed"));
    return;
  }
  for (int i = 0; i < corrections.size(); ++i) {
    const std::string path = Indexed("corrections", i);
    CheckStepValues(path, corrections[i], today, violations);
    if (corrections[i].supersedes().empty() && corrections[i].precedes().empty() &&
        corrections[i].step() != LedgerEntry::STEP_VOID) {
      violations->Add(path, "needs supersedes or precedes");
    }
  }
}

absl::Status CorrectLedger(const LedgerCorrections& corrections,
                           const google::protobuf::Timestamp& record_time, Twinning* twinning) {
  Twinning corrected;
  corrected.set_name(twinning->name());
  *corrected.mutable_ledger() = twinning->ledger();
  for (const LedgerCorrection& correction : corrections) {
    const std::string& target =
        correction.has_supersedes() ? correction.supersedes() : correction.precedes();
    if (!IsUnsuperseded(corrected, target)) {
      return LedgerEntryNotEffectiveError(twinning->name(), target);
    }
    Append(ToEntry(correction, record_time), &corrected);
  }
  JUMELAGE_RETURN_IF_ERROR(CheckStory(corrected));
  twinning->mutable_ledger()->Swap(corrected.mutable_ledger());
  twinning->set_state(StateFromLedger(*twinning));
  return absl::OkStatus();
}

}  // namespace jumelage
