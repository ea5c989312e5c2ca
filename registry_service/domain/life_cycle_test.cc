#include "registry_service/domain/life_cycle.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Twinning;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;

const absl::CivilDay kToday(2026, 5, 9);

Twinning Parse(const std::string& text) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &twinning)) << text;
  return twinning;
}

// "SIGN 1967" and the like as a ledger entry.
std::string Step(const std::string& step, int year = 0) {
  std::string text = "ledger { step: STEP_" + step;
  if (year != 0) {
    text += " effective_date { precision: PRECISION_YEAR earliest { year: " + std::to_string(year) +
            " } }";
  }
  return text + " } ";
}

TEST(StateAfterTest, AllowsTheLegalStepsAndNoOthers) {
  // From PROPOSED, ACTIVE, DORMANT, SUSPENDED and ENDED; 0 is illegal.
  const struct {
    LedgerEntry::Step step;
    std::vector<int> to;
  } kTable[] = {
      {LedgerEntry::STEP_UNSPECIFIED, {0, 0, 0, 0, 0}},
      {LedgerEntry::STEP_SIGN, {2, 0, 0, 0, 0}},
      {LedgerEntry::STEP_MARK_DORMANT, {0, 3, 0, 0, 0}},
      {LedgerEntry::STEP_SUSPEND, {0, 4, 4, 0, 0}},
      {LedgerEntry::STEP_REACTIVATE, {0, 0, 2, 2, 2}},
      {LedgerEntry::STEP_END, {5, 5, 5, 5, 0}},
  };
  for (const auto& row : kTable) {
    for (int from = Twinning::STATE_PROPOSED; from <= Twinning::STATE_ENDED; ++from) {
      const auto after = StateAfter(static_cast<Twinning::State>(from), row.step);
      EXPECT_EQ(after.value_or(Twinning::STATE_UNSPECIFIED), row.to[from - 1])
          << LedgerEntry::Step_Name(row.step) << " from " << from;
    }
  }
}

TEST(CheckLedgerTest, TellsWhatIsNoStory) {
  const struct {
    std::string ledger;
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {}},
      {Step("SIGN", 1967) + Step("MARK_DORMANT", 2000), {}},
      {Step("SIGN") + Step("MARK_DORMANT", 2000), {}},
      {Step("SIGN", 1967) + Step("END", 1967) + Step("REACTIVATE", 1967), {}},
      {Step("MARK_DORMANT", 2000), {"twinning.ledger[0].step"}},
      {Step("SIGN", 1967) + Step("SIGN", 1968), {"twinning.ledger[1].step"}},
      {Step("UNSPECIFIED"), {"twinning.ledger[0].step"}},
      {Step("SIGN", 1967) + Step("END", 1966), {"twinning.ledger[1].effective_date"}},
      // Not before any of them, also across one without a date.
      {Step("SIGN", 1967) + Step("SUSPEND") + Step("END", 1966),
       {"twinning.ledger[2].effective_date"}},
      {Step("SIGN", 2027), {"twinning.ledger[0].effective_date"}},
      {Step("SIGN", 2026), {}},
      {"ledger { step: STEP_SIGN decision { agreement: 'x' } notes { text: 'y' } }",
       {"twinning.ledger[0].decision.agreement", "twinning.ledger[0].notes[0].language_code"}},
      {"ledger { step: STEP_SIGN effective_date { precision: PRECISION_MONTH "
       "earliest { year: 1999 month: 13 } } }",
       {"twinning.ledger[0].effective_date.earliest.month"}},
  };
  for (const auto& c : kCases) {
    Violations violations;
    CheckLedger(Parse(c.ledger), kToday, &violations);
    std::vector<std::string> fields;
    for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
    EXPECT_THAT(fields, UnorderedElementsAreArray(c.fields)) << c.ledger;
  }
}

TEST(StartLedgerTest, NumbersTheStepsAndSetsTheStates) {
  google::protobuf::Timestamp now;
  now.set_seconds(1000);
  Twinning twinning = Parse(Step("SIGN", 1967) + Step("MARK_DORMANT", 2000));
  StartLedger(now, &twinning);
  EXPECT_EQ(twinning.state(), Twinning::STATE_DORMANT);
  EXPECT_EQ(twinning.ledger(0).entry_id(), "1");
  EXPECT_EQ(twinning.ledger(0).state_after(), Twinning::STATE_ACTIVE);
  EXPECT_EQ(twinning.ledger(1).entry_id(), "2");
  EXPECT_EQ(twinning.ledger(1).record_time().seconds(), 1000);
  EXPECT_EQ(StateFromLedger(twinning), twinning.state());

  Twinning proposed;
  StartLedger(now, &proposed);
  EXPECT_EQ(proposed.state(), Twinning::STATE_PROPOSED);
}

TEST(AppendStepTest, AppendsLegalStepsAndRefusesOthersUnchanged) {
  google::protobuf::Timestamp now;
  Twinning twinning = Parse("name: 'twinnings/a' " + Step("SIGN", 1967));
  StartLedger(now, &twinning);
  const std::string before = twinning.SerializeAsString();

  const LedgerEntry early = Parse(Step("END", 1966)).ledger(0);
  EXPECT_THAT(AppendStep(early, &twinning), HasReason("ILLEGAL_TRANSITION"));
  const LedgerEntry illegal = Parse(Step("REACTIVATE")).ledger(0);
  const absl::Status refused = AppendStep(illegal, &twinning);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("ILLEGAL_TRANSITION"));
  EXPECT_EQ(twinning.SerializeAsString(), before);

  EXPECT_THAT(AppendStep(Parse(Step("MARK_DORMANT", 2000)).ledger(0), &twinning), IsOk());
  EXPECT_EQ(twinning.state(), Twinning::STATE_DORMANT);
  ASSERT_EQ(twinning.ledger_size(), 2);
  EXPECT_EQ(twinning.ledger(1).entry_id(), "2");
  EXPECT_EQ(twinning.ledger(1).state_after(), Twinning::STATE_DORMANT);
}

TEST(EffectiveLedgerTest, ACorrectionStandsInPlaceOfWhatItSupersedes) {
  const Twinning twinning = Parse(
      "ledger { entry_id: '1' step: STEP_SIGN } ledger { entry_id: '2' step: STEP_END } "
      "ledger { entry_id: '3' step: STEP_SUSPEND supersedes: '2' }");
  std::vector<std::string> ids;
  for (const LedgerEntry* entry : EffectiveLedger(twinning)) ids.push_back(entry->entry_id());
  EXPECT_THAT(ids, ElementsAre("1", "3"));
  EXPECT_EQ(StateFromLedger(twinning), Twinning::STATE_SUSPENDED);
}

}  // namespace
}  // namespace jumelage
