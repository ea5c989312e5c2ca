#include "registry_service/domain/life_cycle.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/checks.h"
#include "common/ledger/ledger_of.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "registry_service/domain/ledger.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Twinning;
using ::testing::UnorderedElementsAreArray;

const absl::CivilDay kToday(2026, 5, 9);

Twinning Parse(const std::string& text) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &twinning)) << text;
  return twinning;
}

// Returns a ledger entry as text: a step and, if `year` is not 0, its date.
std::string Step(const std::string& step, int year = 0) {
  std::string text = "ledger { step: STEP_" + step;
  if (year != 0) {
    text += " effective_date { precision: PRECISION_YEAR earliest { year: " + std::to_string(year) +
            " } }";
  }
  return text + " } ";
}

TEST(CheckLedgerTest, ReportsInvalidLedgers) {
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
      // A step must not be dated before any earlier step, even if a step between them has no date.
      {Step("SIGN", 1967) + Step("SUSPEND") + Step("END", 1966),
       {"twinning.ledger[2].effective_date"}},
      {Step("SIGN", 2027), {"twinning.ledger[0].effective_date"}},
      {Step("SIGN", 2026), {}},
      {Step("SIGN", 1967) + Step("END") + "ledger { step: STEP_VOID supersedes: '2' }", {}},
      {Step("SIGN", 1967) + Step("VOID", 1970),
       {"twinning.ledger[1].supersedes", "twinning.ledger[1].effective_date"}},
      {Step("SIGN", 1967) + "ledger { step: STEP_END supersedes: '1' precedes: '1' }",
       {"twinning.ledger[1].precedes"}},
      {Step("SIGN", 1967) + "ledger { step: STEP_END supersedes: '7' }",
       {"twinning.ledger[1].supersedes"}},
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
  EXPECT_EQ(LedgerOf<TwinningLedger>::StateIn(twinning), twinning.state());

  Twinning proposed;
  StartLedger(now, &proposed);
  EXPECT_EQ(proposed.state(), Twinning::STATE_PROPOSED);
}

TEST(TakeStepTest, AppendsLegalStepsAndRefusesOthersUnchanged) {
  google::protobuf::Timestamp now;
  Twinning twinning = Parse("name: 'twinnings/a' " + Step("SIGN", 1967));
  StartLedger(now, &twinning);
  const std::string before = twinning.SerializeAsString();

  const LedgerEntry early = Parse(Step("END", 1966)).ledger(0);
  EXPECT_THAT(TakeStep(early, &twinning), HasReason("ILLEGAL_TRANSITION"));
  const LedgerEntry illegal = Parse(Step("REACTIVATE")).ledger(0);
  const absl::Status refused = TakeStep(illegal, &twinning);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("ILLEGAL_TRANSITION"));
  EXPECT_EQ(twinning.SerializeAsString(), before);

  EXPECT_THAT(TakeStep(Parse(Step("MARK_DORMANT", 2000)).ledger(0), &twinning), IsOk());
  EXPECT_EQ(twinning.state(), Twinning::STATE_DORMANT);
  ASSERT_EQ(twinning.ledger_size(), 2);
  EXPECT_EQ(twinning.ledger(1).entry_id(), "2");
  EXPECT_EQ(twinning.ledger(1).state_after(), Twinning::STATE_DORMANT);
}

// Returns the number of entries, and the state.
std::string Summary(const Twinning& twinning) {
  return absl::StrCat(twinning.ledger_size(), " ", Twinning::State_Name(twinning.state()));
}

LedgerCorrections Corrections(const std::string& text) {
  registry::v1::CorrectTwinningLedgerRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request.corrections();
}

Twinning SignedAndEnded() {
  Twinning twinning = Parse("name: 'twinnings/a' " + Step("SIGN", 1967) + Step("END", 2000));
  StartLedger(google::protobuf::Timestamp(), &twinning);
  return twinning;
}

TEST(CorrectLedgerTest, AppendsEntriesAndTheStateFollows) {
  google::protobuf::Timestamp now;
  now.set_seconds(1715256000);
  Twinning twinning = SignedAndEnded();
  const Twinning before = twinning;
  ASSERT_THAT(CorrectLedger(Corrections("corrections { supersedes: '2' step: STEP_MARK_DORMANT "
                                        "decision { reference: '2000-1' } "
                                        "notes { text: 'asleep' language_code: 'en' } }"),
                            now, &twinning),
              IsOk());
  EXPECT_EQ(Summary(twinning), "3 STATE_DORMANT");
  // The corrected entry stays.
  EXPECT_EQ(twinning.ledger(1).SerializeAsString(), before.ledger(1).SerializeAsString());
  const LedgerEntry& entry = twinning.ledger(2);
  EXPECT_EQ(entry.entry_id(), "3");
  EXPECT_EQ(entry.supersedes(), "2");
  EXPECT_EQ(entry.state_after(), Twinning::STATE_DORMANT);
  EXPECT_EQ(entry.decision().reference(), "2000-1");
  EXPECT_EQ(entry.notes(0).text(), "asleep");
  EXPECT_EQ(entry.record_time().seconds(), now.seconds());
  EXPECT_FALSE(entry.has_effective_date());

  ASSERT_THAT(
      CorrectLedger(Corrections("corrections { supersedes: '3' step: STEP_VOID }"), now, &twinning),
      IsOk());
  EXPECT_EQ(Summary(twinning), "4 STATE_ACTIVE");
  EXPECT_EQ(twinning.ledger(3).state_after(), Twinning::STATE_UNSPECIFIED);
}

// The first correction would not be legal without the second.
TEST(CorrectLedgerTest, OnlyTheFinalLedgerMustBeLegal) {
  Twinning twinning = SignedAndEnded();
  EXPECT_THAT(CorrectLedger(Corrections("corrections { precedes: '2' step: STEP_REACTIVATE } "
                                        "corrections { precedes: '3' step: STEP_SUSPEND }"),
                            google::protobuf::Timestamp(), &twinning),
              IsOk());
  EXPECT_EQ(Summary(twinning), "4 STATE_ENDED");
}

TEST(CorrectLedgerTest, RefusesInvalidCorrectionsAndChangesNothing) {
  const struct {
    std::string corrections;
    std::string reason;
  } kCases[] = {
      {"corrections { supersedes: '9' step: STEP_VOID }", "LEDGER_ENTRY_NOT_EFFECTIVE"},
      {"corrections { supersedes: '' step: STEP_VOID }", "LEDGER_ENTRY_NOT_EFFECTIVE"},
      {"corrections { precedes: '0' step: STEP_SUSPEND }", "LEDGER_ENTRY_NOT_EFFECTIVE"},
      {"corrections { supersedes: '2' step: STEP_VOID } "
       "corrections { supersedes: '2' step: STEP_SUSPEND }",
       "LEDGER_ENTRY_NOT_EFFECTIVE"},
      {"corrections { supersedes: '1' step: STEP_SUSPEND }", "ILLEGAL_TRANSITION"},
      {"corrections { precedes: '1' step: STEP_SIGN }", "ILLEGAL_TRANSITION"},
      {"corrections { supersedes: '1' step: STEP_SIGN effective_date { precision: PRECISION_YEAR "
       "earliest { year: 2001 } } }",
       "ILLEGAL_TRANSITION"},
  };
  for (const auto& c : kCases) {
    Twinning twinning = SignedAndEnded();
    const std::string before = twinning.SerializeAsString();
    const absl::Status refused =
        CorrectLedger(Corrections(c.corrections), google::protobuf::Timestamp(), &twinning);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition)) << c.corrections;
    EXPECT_THAT(refused, HasReason(c.reason)) << c.corrections;
    EXPECT_EQ(twinning.SerializeAsString(), before) << c.corrections;
  }
}

TEST(CheckCorrectionsTest, ReportsEveryViolation) {
  const struct {
    std::string corrections;
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {"corrections"}},
      {"corrections { supersedes: '1' step: STEP_VOID }", {}},
      {"corrections { precedes: '1' step: STEP_SIGN }", {}},
      {"corrections { step: STEP_SIGN }", {"corrections[0]"}},
      {"corrections { precedes: '1' step: STEP_VOID }", {"corrections[0].supersedes"}},
      {"corrections { supersedes: '1' } corrections { supersedes: '2' step: 99 }",
       {"corrections[0].step", "corrections[1].step"}},
      {"corrections { supersedes: '1' step: STEP_VOID effective_date { precision: PRECISION_YEAR "
       "earliest { year: 2001 } } }",
       {"corrections[0].effective_date"}},
      {"corrections { supersedes: '1' step: STEP_END effective_date { precision: PRECISION_YEAR "
       "earliest { year: 2027 } } notes { text: 'x' } decision { agreement: 'x' } }",
       {"corrections[0].effective_date", "corrections[0].notes[0].language_code",
        "corrections[0].decision.agreement"}},
  };
  for (const auto& c : kCases) {
    Violations violations;
    CheckCorrections(Corrections(c.corrections), kToday, &violations);
    std::vector<std::string> fields;
    for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
    EXPECT_THAT(fields, UnorderedElementsAreArray(c.fields)) << c.corrections;
  }
}

TEST(CheckCorrectionsTest, RefusesTooManyCorrections) {
  LedgerCorrections corrections;
  for (int i = 0; i < kMaxLedgerCorrections; ++i) {
    *corrections.Add() = Corrections("corrections { supersedes: '1' step: STEP_VOID }")[0];
  }
  Violations most;
  CheckCorrections(corrections, kToday, &most);
  EXPECT_TRUE(most.empty());
  *corrections.Add() = corrections[0];
  Violations more;
  CheckCorrections(corrections, kToday, &more);
  EXPECT_EQ(more.list().size(), 1);
}

}  // namespace
}  // namespace jumelage
