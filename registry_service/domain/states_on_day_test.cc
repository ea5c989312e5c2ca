#include "registry_service/domain/states_on_day.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "registry_service/domain/life_cycle.h"

namespace jumelage {
namespace {

using registry::v1::Twinning;
using ::testing::ElementsAre;

constexpr auto kNone = Twinning::STATE_UNSPECIFIED;
constexpr auto kProposed = Twinning::STATE_PROPOSED;
constexpr auto kActive = Twinning::STATE_ACTIVE;
constexpr auto kDormant = Twinning::STATE_DORMANT;
constexpr auto kEnded = Twinning::STATE_ENDED;

// Returns a twinning that was recorded on 1 March 2020. `ledger` contains its ledger in text
// format.
Twinning Recorded(const std::string& ledger) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(ledger, &twinning)) << ledger;
  const absl::Time time = absl::FromCivil(absl::CivilDay(2020, 3, 1), absl::UTCTimeZone());
  google::protobuf::Timestamp recorded;
  recorded.set_seconds(absl::ToUnixSeconds(time));
  *twinning.mutable_create_time() = recorded;
  StartLedger(recorded, &twinning);
  return twinning;
}

// Returns a twinning that was signed on 2 June 1967 and has been dormant since some day in 2000.
Twinning Zaporizhzhia() {
  return Recorded(
      "ledger { step: STEP_SIGN effective_date { precision: PRECISION_DAY "
      "earliest { year: 1967 month: 6 day: 2 } } } "
      "ledger { step: STEP_MARK_DORMANT effective_date { precision: PRECISION_YEAR "
      "earliest { year: 2000 } } }");
}

TEST(PossibleStatesTest, FollowTheDatesOfTheLedger) {
  const Twinning twinning = Zaporizhzhia();
  EXPECT_THAT(PossibleStates(twinning, absl::CivilDay(1967, 6, 1)), ElementsAre(kNone, kProposed));
  EXPECT_THAT(PossibleStates(twinning, absl::CivilDay(1967, 6, 2)), ElementsAre(kActive));
  EXPECT_THAT(PossibleStates(twinning, absl::CivilDay(1999, 12, 31)), ElementsAre(kActive));
  EXPECT_THAT(PossibleStates(twinning, absl::CivilDay(2000, 1, 1)), ElementsAre(kActive, kDormant));
  EXPECT_THAT(PossibleStates(twinning, absl::CivilDay(2000, 12, 31)), ElementsAre(kDormant));
  // The last known state continues.
  EXPECT_THAT(PossibleStates(twinning, absl::CivilDay(2100, 1, 1)), ElementsAre(kDormant));
}

TEST(PossibleStatesTest, AStepWithoutADateIsBoundedByItsNeighboursAndItsRecording) {
  const Twinning signed_sometime = Recorded("ledger { step: STEP_SIGN }");
  EXPECT_THAT(PossibleStates(signed_sometime, absl::CivilDay(1950, 1, 1)),
              ElementsAre(kNone, kProposed, kActive));
  EXPECT_THAT(PossibleStates(signed_sometime, absl::CivilDay(2020, 3, 2)), ElementsAre(kActive));

  const Twinning ended = Recorded(
      "ledger { step: STEP_SIGN } ledger { step: STEP_END effective_date { "
      "precision: PRECISION_YEAR earliest { year: 1990 } } }");
  EXPECT_THAT(PossibleStates(ended, absl::CivilDay(1990, 6, 1)),
              ElementsAre(kNone, kProposed, kActive, kEnded));
  EXPECT_THAT(PossibleStates(ended, absl::CivilDay(1991, 1, 1)), ElementsAre(kEnded));

  const Twinning dormant = Recorded(
      "ledger { step: STEP_SIGN effective_date { precision: PRECISION_YEAR "
      "earliest { year: 1990 } } } ledger { step: STEP_MARK_DORMANT }");
  EXPECT_THAT(PossibleStates(dormant, absl::CivilDay(1989, 1, 1)), ElementsAre(kNone, kProposed));
  EXPECT_THAT(PossibleStates(dormant, absl::CivilDay(1995, 1, 1)), ElementsAre(kActive, kDormant));
}

TEST(PossibleStatesTest, AProposalIsCertainFromItsRecordingOn) {
  const Twinning proposed = Recorded("");
  EXPECT_THAT(PossibleStates(proposed, absl::CivilDay(2019, 1, 1)), ElementsAre(kNone, kProposed));
  EXPECT_THAT(PossibleStates(proposed, absl::CivilDay(2020, 3, 1)), ElementsAre(kProposed));
}

TEST(SelectOnDayTest, SelectsCertainStatesAndMarksPossibleOnes) {
  const Twinning twinning = Zaporizhzhia();
  const absl::CivilDay kOpen(2000, 5, 1);
  const auto both = SelectOnDay(twinning, kOpen, {kActive, kDormant});
  ASSERT_TRUE(both.has_value());
  EXPECT_EQ(both->certainty, registry::v1::CERTAINTY_CERTAIN);
  EXPECT_EQ(both->state, kDormant);
  const auto active = SelectOnDay(twinning, kOpen, {kActive});
  ASSERT_TRUE(active.has_value());
  EXPECT_EQ(active->certainty, registry::v1::CERTAINTY_POSSIBLE);
  EXPECT_EQ(active->state, kActive);
  EXPECT_FALSE(SelectOnDay(twinning, absl::CivilDay(2001, 1, 1), {kActive}).has_value());
}

TEST(SelectNowTest, UsesTheCurrentStateWithOrWithoutDates) {
  const Twinning twinning = Recorded("ledger { step: STEP_SIGN }");
  const auto selection = SelectNow(twinning, {kActive});
  ASSERT_TRUE(selection.has_value());
  EXPECT_EQ(selection->certainty, registry::v1::CERTAINTY_CERTAIN);
  EXPECT_FALSE(SelectNow(twinning, {kDormant}).has_value());
}

}  // namespace
}  // namespace jumelage
