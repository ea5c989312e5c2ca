#ifndef JUMELAGE_COMMON_LEDGER_LEDGER_H_
#define JUMELAGE_COMMON_LEDGER_LEDGER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/type/v1/decision.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

// What a ledger says: which of its entries count, in which sequence, on which days their steps may
// have taken effect, where they lead, and what keeps them from being the story of a resource. The
// same for ledgers of every type: steps and states are the numbers of the type's enums, 0 for none.
// Pure and thread-safe. Dates have been checked before.
namespace jumelage {

// From the state `from` the step leads to `to`; or, if it goes back, to the state that the resource
// was in before the step that led to `from`, `to` where that is not known.
struct Transition {
  int step;
  int from;
  int to;
  bool goes_back = false;
};

// The life that the resources of a type can have.
struct LifeCycle {
  // How errors call the type ("Twinning"), and the path of its ledger in requests.
  absl::string_view type;
  absl::string_view field;
  // What the id of an entry has before its number, which is 1 for the first.
  absl::string_view id_prefix;
  std::vector<Transition> transitions;
  // The step that is none: what the entry supersedes never took place.
  int void_step;
  // The state that stands for one that is not known.
  int unknown_state;
  // Whether the contract knows a step, and how people name steps and states: "SIGN", "ACTIVE".
  bool (*is_step)(int);
  std::string (*step_name)(int);
  std::string (*state_name)(int);
};

// An entry, or a correction that is to become one. Points into the message that it stands for.
struct LedgerStep {
  int step = 0;
  // The id of the entry whose place it takes, or just before which it took place; or neither.
  absl::string_view supersedes;
  absl::string_view precedes;
  // Null where there is none.
  const type::v1::UncertainDate* effective_date = nullptr;
  const google::protobuf::Timestamp* record_time = nullptr;
  const type::v1::Decision* decision = nullptr;
  const LocalizedTexts* notes = nullptr;
};

struct Ledger {
  const LifeCycle* life_cycle;
  // Where the resource stood before the first step.
  int initial_state;
  std::vector<LedgerStep> steps;
};

// Where a resource stands, and the state from which its last step led there.
struct Standing {
  int state;
  int before;
};
// Where `step` leads from there; nullopt where it is not legal.
std::optional<Standing> After(const LifeCycle& life_cycle, const Standing& standing, int step);
// The state that `step` leads to wherever it is legal; 0 for the void step.
int StateOfStep(const LifeCycle& life_cycle, int step);

// The id of the entry at `index`.
std::string EntryId(const LifeCycle& life_cycle, int index);

// The indexes of the entries that count, by sequence of effect: one that supersedes another stands
// in its place, one that precedes another just before it, what is void in none.
std::vector<int> EffectiveEntries(const Ledger& ledger);

// Whether `entry_id` is that of an entry that no other has superseded, void ones included.
bool IsUnsuperseded(const Ledger& ledger, absl::string_view entry_id);

// The states before and after the step of an entry; 0 for none.
struct EntryStates {
  int before = 0;
  int after = 0;
};
struct LedgerStates {
  // Of each entry: as its step takes the resource in the effective ledger. One that counts no more
  // has those that it had when it was superseded; one that is void has none.
  std::vector<EntryStates> entries;
  // Where the effective ledger leads. An illegal step, which no ledger has that was accepted, is
  // passed over.
  int state;
};
// A function of the ledger, never of the clock.
LedgerStates StatesOf(const Ledger& ledger);

// The days on which each step of the effective ledger may have taken effect: those of its date, not
// after its recording, not before what the steps before it allow, nor after what those after it
// allow.
std::vector<DayBounds> StepDays(const Ledger& ledger);

// What is wrong with an entry.
struct LedgerProblem {
  enum class Field { kStep, kEffectiveDate, kSupersedes, kPrecedes };
  // Its index in the ledger.
  int entry;
  Field field;
  // Continues a sentence: "END is not legal from ENDED".
  std::string description;
};
absl::string_view FieldName(LedgerProblem::Field field);

// All that keeps the ledger from being a story: a correction of an entry that is not there or was
// superseded before, a step that is not legal where it stands, a date that lies certainly before a
// step that precedes it.
std::vector<LedgerProblem> LedgerProblems(const Ledger& ledger);

// ILLEGAL_TRANSITION (FAILED_PRECONDITION) with all problems of the ledger of the resource `name`;
// OK when it has none.
absl::Status CheckStory(const Ledger& ledger, absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_LEDGER_H_
