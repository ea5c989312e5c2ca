// Tests the rules of ledgers on the life cycle of a lamp. A repair returns the lamp to the state
// that it had before it broke.

#include "common/ledger/ledger.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/ledger/checks.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

enum State { kUnknown = 1, kOff, kOn, kBroken };
enum Step { kSwitchOn = 1, kSwitchOff, kBreak, kRepair, kVoid };

const LifeCycle& Lamp() {
  static const auto* const kLamp = new LifeCycle{
      "Lamp",
      "lamp.ledger",
      "e",
      {
          {kSwitchOn, kUnknown, kOn},
          {kSwitchOn, kOff, kOn},
          {kSwitchOff, kOn, kOff},
          {kBreak, kUnknown, kBroken},
          {kBreak, kOff, kBroken},
          {kBreak, kOn, kBroken},
          {kRepair, kBroken, kOff, true},
      },
      kVoid,
      kUnknown,
      [](int step) { return step >= 0 && step <= kVoid; },
      [](int step) { return absl::StrCat("STEP", step); },
      [](int state) { return absl::StrCat("STATE", state); },
  };
  return *kLamp;
}

LedgerStep Entry(int step) {
  LedgerStep entry;
  entry.step = step;
  return entry;
}

LedgerStep Superseding(absl::string_view id, int step) {
  LedgerStep entry = Entry(step);
  entry.supersedes = id;
  return entry;
}

LedgerStep Preceding(absl::string_view id, int step) {
  LedgerStep entry = Entry(step);
  entry.precedes = id;
  return entry;
}

Ledger LedgerWith(int initial_state, std::vector<LedgerStep> steps) {
  return {&Lamp(), initial_state, std::move(steps)};
}

// Returns the states before and after the step of each entry, such as "2>3", and then the final
// state.
std::vector<std::string> States(const Ledger& ledger) {
  std::vector<std::string> lines;
  const LedgerStates states = StatesOf(ledger);
  for (const EntryStates& entry : states.entries) {
    lines.push_back(absl::StrCat(entry.before, ">", entry.after));
  }
  lines.push_back(absl::StrCat(states.state));
  return lines;
}

std::vector<std::string> Lines(const Violations& violations) {
  std::vector<std::string> lines;
  for (const FieldViolation& violation : violations.list()) {
    lines.push_back(absl::StrCat(violation.field, " ", violation.description));
  }
  return lines;
}

TEST(StatesOfTest, AStepThatGoesBackLeadsToTheStateBefore) {
  EXPECT_THAT(States(LedgerWith(kOn, {Entry(kBreak), Entry(kRepair)})),
              ElementsAre("3>4", "4>3", "3"));
  EXPECT_THAT(States(LedgerWith(kOff, {Entry(kBreak), Entry(kRepair)})),
              ElementsAre("2>4", "4>2", "2"));
  // The state before is unknown: the lamp was broken from the beginning, or was in an unknown state
  // before it broke.
  EXPECT_THAT(States(LedgerWith(kBroken, {Entry(kRepair)})), ElementsAre("4>2", "2"));
  EXPECT_THAT(States(LedgerWith(kUnknown, {Entry(kBreak), Entry(kRepair)})),
              ElementsAre("1>4", "4>2", "2"));
  EXPECT_THAT(States(LedgerWith(kOn, {})), ElementsAre("3"));
}

TEST(StatesOfTest, ACorrectionUpdatesTheStatesThatFollow) {
  EXPECT_THAT(States(LedgerWith(kOff, {Entry(kBreak), Entry(kRepair), Preceding("e1", kSwitchOn)})),
              ElementsAre("3>4", "4>3", "2>3", "3"));
}

TEST(StatesOfTest, SupersededEntriesKeepTheirStatesAndVoidEntriesHaveNone) {
  // SwitchOn was recorded by mistake. Then the step that really happened supersedes the void entry.
  EXPECT_THAT(States(LedgerWith(kOff, {Entry(kSwitchOn), Superseding("e1", kVoid)})),
              ElementsAre("2>3", "0>0", "2"));
  EXPECT_THAT(States(LedgerWith(
                  kOff, {Entry(kSwitchOn), Superseding("e1", kVoid), Superseding("e2", kBreak)})),
              ElementsAre("2>3", "0>0", "2>4", "4"));
  // Later entries do not change the states of entries that were superseded before.
  EXPECT_THAT(
      States(LedgerWith(kOff, {Entry(kSwitchOn), Entry(kSwitchOff), Superseding("e2", kBreak),
                               Superseding("e1", kBreak), Superseding("e3", kRepair)})),
      ElementsAre("2>3", "3>2", "4>4", "2>4", "4>2", "2"));
}

TEST(EntryIdTest, AnEntryHasOnlyOneId) {
  const Ledger ledger = LedgerWith(kOff, {Entry(kSwitchOn), Entry(kBreak)});
  EXPECT_EQ(EntryId(Lamp(), 1), "e2");
  EXPECT_TRUE(IsUnsuperseded(ledger, "e1"));
  EXPECT_TRUE(IsUnsuperseded(ledger, "e2"));
  for (const char* id :
       {"", "e", "1", "e0", "e3", "e01", "e+1", "e 1", "E1", "e1 ", "e-1", "e99999999999", "ee1"}) {
    EXPECT_FALSE(IsUnsuperseded(ledger, id)) << id;
  }
  EXPECT_FALSE(
      IsUnsuperseded(LedgerWith(kOff, {Entry(kSwitchOn), Superseding("e1", kVoid)}), "e1"));
}

TEST(CheckStoryTest, ReportsEveryProblemWithTheIdOfItsEntry) {
  EXPECT_THAT(CheckStory(LedgerWith(kOff, {Entry(kSwitchOn), Entry(kBreak)}), "lamps/a"), IsOk());
  const absl::Status refused =
      CheckStory(LedgerWith(kOff, {Entry(kRepair), Superseding("e7", kSwitchOn)}), "lamps/a");
  EXPECT_THAT(refused, HasReason("ILLEGAL_TRANSITION"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("entry e2: supersedes must name an earlier entry that is "
                                          "not superseded; entry e1: STEP4 is not legal from "
                                          "STATE2")));
}

TEST(CheckLedgerTest, NamesTheFieldsOfTheLedger) {
  Violations violations;
  CheckLedger(LedgerWith(kOff, {Entry(kSwitchOn), Entry(kSwitchOn), Entry(0), Entry(kVoid)}),
              absl::CivilDay(2026, 5, 9), &violations);
  EXPECT_THAT(Lines(violations), ElementsAre("lamp.ledger[2].step is required",
                                             "lamp.ledger[3].supersedes is required for STEP_STEP5",
                                             "lamp.ledger[1].step STEP1 is not legal from STATE3"));
}

TEST(CheckLedgerTest, TheInitialStateMakesStepsLegal) {
  Violations violations;
  CheckLedger(LedgerWith(kBroken, {Entry(kRepair)}), absl::CivilDay(2026, 5, 9), &violations);
  EXPECT_THAT(Lines(violations), IsEmpty());
}

}  // namespace
}  // namespace jumelage
