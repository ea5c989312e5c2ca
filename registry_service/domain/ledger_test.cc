#include "registry_service/domain/ledger.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_of.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Twinning;
using TheLedger = LedgerOf<TwinningLedger>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Twinning Parse(const std::string& text) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &twinning)) << text;
  return twinning;
}

// Returns an entry as text: `step`, with a date if `year` is not 0, and with the fields in `more`.
std::string Entry(const std::string& step, int year = 0, const std::string& more = "") {
  const std::string date =
      year == 0 ? ""
                : absl::StrCat("effective_date { precision: PRECISION_YEAR earliest { year: ", year,
                               " } } ");
  return absl::StrCat("ledger { step: STEP_", step, " ", date, more, " } ");
}

// Returns the numbers of the entries that count, in the order in which they took effect.
std::vector<int> Effective(const std::string& ledger) {
  const Twinning twinning = Parse(ledger);
  std::vector<int> numbers;
  for (const LedgerEntry* entry : EffectiveLedger(twinning)) {
    for (int i = 0; i < twinning.ledger_size(); ++i) {
      if (&twinning.ledger(i) == entry) numbers.push_back(i + 1);
    }
  }
  return numbers;
}

bool IsUnsuperseded(const std::string& ledger, const std::string& entry_id) {
  const Twinning twinning = Parse(ledger);
  return jumelage::IsUnsuperseded(TheLedger::In(twinning), entry_id);
}

// Returns lines such as "2 SUSPEND is not legal from PROPOSED".
std::vector<std::string> Problems(const std::string& ledger) {
  std::vector<std::string> lines;
  const Twinning twinning = Parse(ledger);
  for (const LedgerProblem& problem : LedgerProblems(TheLedger::In(twinning))) {
    lines.push_back(absl::StrCat(problem.entry + 1, " ", problem.description));
  }
  return lines;
}

constexpr char kBackwards[] = "must not be before the steps that precede it";
constexpr char kAstray[] = "must name an earlier entry that is not superseded";

TEST(StateAfterTest, AllowsTheLegalStepsAndNoOthers) {
  // The states that each step leads to from PROPOSED, ACTIVE, DORMANT, SUSPENDED and ENDED. 0 means
  // that the step is illegal.
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
      {LedgerEntry::STEP_VOID, {0, 0, 0, 0, 0}},
  };
  for (const auto& row : kTable) {
    int leads_to = Twinning::STATE_UNSPECIFIED;
    for (int from = Twinning::STATE_PROPOSED; from <= Twinning::STATE_ENDED; ++from) {
      const auto after = StateAfter(static_cast<Twinning::State>(from), row.step);
      EXPECT_EQ(after.value_or(Twinning::STATE_UNSPECIFIED), row.to[from - 1])
          << LedgerEntry::Step_Name(row.step) << " from " << from;
      if (after) leads_to = *after;
    }
    EXPECT_EQ(StateOfStep(TwinningLedger::Cycle(), row.step), leads_to)
        << LedgerEntry::Step_Name(row.step);
  }
}

TEST(EffectiveLedgerTest, ACorrectionTakesThePlaceOfTheEntryThatItSupersedes) {
  const std::string ledger = Entry("SIGN") + Entry("END") + Entry("SUSPEND", 0, "supersedes: '2'");
  EXPECT_THAT(Effective(ledger), ElementsAre(1, 3));
  EXPECT_EQ(TheLedger::StateIn(Parse(ledger)), Twinning::STATE_SUSPENDED);
  EXPECT_THAT(Problems(ledger), IsEmpty());
  // The first entry, corrected twice, still comes first.
  EXPECT_THAT(
      Effective(Entry("SIGN", 1977) + Entry("END") + Entry("SIGN", 1978, "supersedes: '1'") +
                Entry("SIGN", 1979, "supersedes: '3'")),
      ElementsAre(4, 2));
}

TEST(EffectiveLedgerTest, AVoidedEntryDoesNotCountUntilTheVoidIsSuperseded) {
  const std::string ledger = Entry("SIGN") + Entry("END") + Entry("VOID", 0, "supersedes: '2'");
  EXPECT_THAT(Effective(ledger), ElementsAre(1));
  EXPECT_EQ(TheLedger::StateIn(Parse(ledger)), Twinning::STATE_ACTIVE);
  EXPECT_TRUE(IsUnsuperseded(ledger, "3"));
  EXPECT_FALSE(IsUnsuperseded(ledger, "2"));
  EXPECT_THAT(Effective(ledger + Entry("MARK_DORMANT", 0, "supersedes: '3'")), ElementsAre(1, 4));
}

TEST(EffectiveLedgerTest, AMissedStepComesJustBeforeTheOneThatItPrecedes) {
  const std::string ledger =
      Entry("SIGN", 1967) + Entry("END", 2000) + Entry("MARK_DORMANT", 1990, "precedes: '2'");
  EXPECT_THAT(Effective(ledger), ElementsAre(1, 3, 2));
  EXPECT_THAT(Problems(ledger), IsEmpty());
  EXPECT_EQ(TheLedger::StateIn(Parse(ledger)), Twinning::STATE_ENDED);
  // The missed step keeps its place when the step that it precedes is corrected.
  EXPECT_THAT(Effective(ledger + Entry("SUSPEND", 2001, "supersedes: '2'")), ElementsAre(1, 3, 4));
}

TEST(LedgerProblemsTest, ListEveryProblem) {
  EXPECT_THAT(Problems(Entry("SUSPEND") + Entry("SIGN", 1970) + Entry("END", 1969)),
              ElementsAre("1 SUSPEND is not legal from PROPOSED", absl::StrCat("3 ", kBackwards)));
  EXPECT_THAT(Problems(Entry("SIGN") + Entry("END", 0, "supersedes: '1'") +
                       Entry("SIGN", 0, "supersedes: '1'") + Entry("END", 0, "precedes: '9'")),
              ElementsAre(absl::StrCat("3 ", kAstray), absl::StrCat("4 ", kAstray),
                          "3 SIGN is not legal from ENDED", "4 END is not legal from ENDED"));
  // An entry can't correct itself or a later one.
  EXPECT_THAT(Problems(Entry("SIGN", 0, "supersedes: '1'")),
              ElementsAre(absl::StrCat("1 ", kAstray)));
  EXPECT_THAT(Problems(Entry("SIGN", 0, "supersedes: '01'") + Entry("END", 0, "precedes: '3'")),
              ElementsAre(absl::StrCat("1 ", kAstray), absl::StrCat("2 ", kAstray)));
}

// Uncertain dates are a problem only if they are certainly out of order.
TEST(LedgerProblemsTest, DatesThatMayBeInOrderAre) {
  EXPECT_THAT(Problems(Entry("SIGN", 1967) + Entry("END", 1967) + Entry("REACTIVATE", 1967)),
              IsEmpty());
  EXPECT_THAT(Problems(Entry("SIGN", 1967) + Entry("SUSPEND") + Entry("END", 1966)),
              ElementsAre(absl::StrCat("3 ", kBackwards)));
}

// The end was recorded on 1 January 2010. Every step that precedes it must have taken effect by
// then.
TEST(LedgerProblemsTest, AStepIsNotLaterThanTheRecordingOfOneThatFollowsIt) {
  const std::string end = Entry("END", 0, "record_time { seconds: 1262304000 }");
  EXPECT_THAT(Problems(Entry("SIGN", 1967) + end + Entry("SUSPEND", 2009, "precedes: '2'")),
              IsEmpty());
  EXPECT_THAT(Problems(Entry("SIGN", 1967) + end + Entry("SUSPEND", 2015, "precedes: '2'")),
              ElementsAre(absl::StrCat("2 ", kBackwards)));
}

TEST(StepDaysTest, AreBoundedByTheNeighbours) {
  const Twinning twinning = Parse(Entry("SIGN", 1967) + Entry("MARK_DORMANT") + Entry("END", 2000));
  const std::vector<DayBounds> days = StepDays(twinning);
  ASSERT_EQ(days.size(), 3);
  EXPECT_EQ(days[1].earliest, absl::CivilDay(1967, 1, 1));
  EXPECT_EQ(days[1].latest, absl::CivilDay(2000, 12, 31));
}

}  // namespace
}  // namespace jumelage
