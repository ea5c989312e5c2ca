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

// The rules of ledgers. They determine the entries that count, their sequence, the possible days of
// their steps, the resulting states, and the problems of invalid ledgers. The rules are the same
// for all types: steps and states are the numbers of the type's enums, 0 for none. Pure and
// thread-safe. Dates must already have been checked.
namespace jumelage {

// From the state `from`, the step leads to `to`. If `goes_back`, it instead leads to the state
// before the step that led to `from`, or to `to` if that state is unknown.
struct Transition {
  int step;
  int from;
  int to;
  bool goes_back = false;
};

// The life cycle of the resources of a type.
struct LifeCycle {
  // The type's name in errors ("Twinning"), and the path of its ledger in requests.
  absl::string_view type;
  absl::string_view field;
  // The prefix of an entry's id. A number follows it, starting from 1.
  absl::string_view id_prefix;
  std::vector<Transition> transitions;
  // The void step. It records that the step in the superseded entry never took place.
  int void_step;
  // The value for an unknown state.
  int unknown_state;
  // Whether the contract defines a step, and the names of steps and states in messages: "SIGN",
  // "ACTIVE".
  bool (*is_step)(int);
  std::string (*step_name)(int);
  std::string (*state_name)(int);
};

// An entry, or a correction that will become one. Points into the message of the entry or
// correction.
struct LedgerStep {
  int step = 0;
  // `supersedes` is the id of the entry that this one replaces. `precedes` is the id of the entry
  // immediately before which this step took place. At most one of them may be set.
  absl::string_view supersedes;
  absl::string_view precedes;
  // Null if the entry does not have the field. `notes` may also point to an empty list.
  const type::v1::UncertainDate* effective_date = nullptr;
  const google::protobuf::Timestamp* record_time = nullptr;
  const type::v1::Decision* decision = nullptr;
  const LocalizedTexts* notes = nullptr;
};

struct Ledger {
  const LifeCycle* life_cycle;
  // The state of the resource before the first step.
  int initial_state;
  std::vector<LedgerStep> steps;
};

// The state of a resource, and the state before its last step (`unknown_state` if it has taken no
// step).
struct Standing {
  int state;
  int before;
};
// Returns the standing after `step`, or nullopt if the step is not legal from `standing`.
std::optional<Standing> After(const LifeCycle& life_cycle, const Standing& standing, int step);
// Returns the `to` of the first transition with `step`, regardless of its `from`. For a step that
// goes back, this is the state that it leads to if the previous state is unknown. Returns 0 if no
// transition has the step, as is the case for the void step.
int StateOfStep(const LifeCycle& life_cycle, int step);

// Returns the id of the entry at `index`.
std::string EntryId(const LifeCycle& life_cycle, int index);

// Returns the indexes of the entries that count, in the order in which they took effect. An entry
// that supersedes another one takes its place. An entry that precedes another one comes just before
// it. All other entries come after the earlier ones, including those whose target is missing or
// superseded. Void entries are left out.
std::vector<int> EffectiveEntries(const Ledger& ledger);

// Whether `entry_id` is the id of an entry that no other entry has superseded. It may be a void
// entry.
bool IsUnsuperseded(const Ledger& ledger, absl::string_view entry_id);

// The states before and after the step of an entry; 0 for none.
struct EntryStates {
  int before = 0;
  int after = 0;
};
struct LedgerStates {
  // The states of each entry in the effective ledger. A superseded entry keeps the states that it
  // had when it was superseded. A void entry has none. An illegal step has StateOfStep as its
  // `after`.
  std::vector<EntryStates> entries;
  // The state after the effective ledger. Illegal steps are skipped; accepted ledgers have none.
  int state;
};
// Returns the states of a ledger. They depend only on the ledger, never on the clock.
LedgerStates StatesOf(const Ledger& ledger);

// Returns the days on which each step of the effective ledger may have taken effect, in the order
// of EffectiveEntries. The days of a step are bounded by its date and its record time, and by the
// days of the steps before and after it.
std::vector<DayBounds> StepDays(const Ledger& ledger);

// A problem with a ledger entry.
struct LedgerProblem {
  enum class Field { kStep, kEffectiveDate, kSupersedes, kPrecedes };
  // The index of the entry in the ledger.
  int entry;
  Field field;
  // For kStep, a complete clause: "END is not legal from ENDED". For other fields, it continues a
  // sentence that begins with the field: "must not be before the steps that precede it".
  std::string description;
};
absl::string_view FieldName(LedgerProblem::Field field);

// Returns the problems in the ledger. These are corrections of entries that are missing or already
// superseded, steps that are not legal in their place, and steps out of order. A step is out of
// order if its date or record time is certainly before the date of a preceding step.
std::vector<LedgerProblem> LedgerProblems(const Ledger& ledger);

// Returns ILLEGAL_TRANSITION (FAILED_PRECONDITION) with all problems in the ledger of the resource
// `name`, or OK if it has none.
absl::Status CheckStory(const Ledger& ledger, absl::string_view name);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_LEDGER_H_
