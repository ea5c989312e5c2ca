// Takes random steps and makes random corrections. Whether they are accepted or refused, the ledger
// stays valid. The test parameter is the seed.

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_of.h"
#include "common/testing/status_matchers.h"
#include "common/values/uncertain_date.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/domain/ledger.h"
#include "registry_service/domain/life_cycle.h"
#include "registry_service/domain/states_on_day.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Twinning;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using type::v1::UncertainDate;

constexpr int kChanges = 60;
constexpr int kFirstYear = 1950;

class LedgerPropertyTest : public ::testing::TestWithParam<int> {
 protected:
  LedgerPropertyTest() : random_(GetParam()) {
    twinning_.set_name("twinnings/a");
    *twinning_.mutable_create_time() = Now();
    StartLedger(Now(), &twinning_);
  }

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  // Each change is attempted a day after the previous one.
  google::protobuf::Timestamp Now() const {
    google::protobuf::Timestamp now;
    now.set_seconds(absl::ToUnixSeconds(absl::FromCivil(Today(), absl::UTCTimeZone())));
    return now;
  }
  absl::CivilDay Today() const { return absl::CivilDay(2020, 1, 1) + day_; }

  // Usually sets a date that isn't certainly in the future, with any precision and qualifier.
  // Sometimes sets none.
  void MaybeDate(LedgerEntry* entry) {
    if (Below(4) == 0) return;
    UncertainDate date;
    date.mutable_earliest()->set_year(kFirstYear + Below(70));
    date.set_precision(UncertainDate::PRECISION_YEAR);
    if (Below(3) == 0) {
      date.set_precision(UncertainDate::PRECISION_MONTH);
      date.mutable_earliest()->set_month(1 + Below(12));
    } else if (Below(4) == 0) {
      date.set_precision(UncertainDate::PRECISION_RANGE);
      if (Below(2) == 0) date.mutable_latest()->set_year(date.earliest().year() + Below(20));
      if (date.has_latest() && Below(3) == 0) date.clear_earliest();
    }
    if (date.precision() != UncertainDate::PRECISION_RANGE) {
      date.set_qualifier(static_cast<UncertainDate::Qualifier>(Below(4)));
    }
    *entry->mutable_effective_date() = date;
  }

  LedgerEntry::Step AnyStep(int count) { return static_cast<LedgerEntry::Step>(1 + Below(count)); }

  absl::Status TakeStep() {
    LedgerEntry entry;
    entry.set_step(AnyStep(LedgerEntry::STEP_END));
    MaybeDate(&entry);
    *entry.mutable_record_time() = Now();
    return jumelage::TakeStep(entry, &twinning_);
  }

  absl::Status Correct() {
    LedgerCorrections corrections;
    for (int i = 0; i <= Below(3); ++i) {
      auto* correction = corrections.Add();
      // The id of an existing entry, or the first unused id.
      const std::string target = absl::StrCat(1 + Below(twinning_.ledger_size() + 1));
      LedgerEntry entry;
      if (Below(3) == 0) {
        correction->set_precedes(target);
        entry.set_step(AnyStep(LedgerEntry::STEP_END));
      } else {
        correction->set_supersedes(target);
        entry.set_step(AnyStep(LedgerEntry::STEP_VOID));
      }
      correction->set_step(entry.step());
      if (entry.step() == LedgerEntry::STEP_VOID) continue;
      MaybeDate(&entry);
      if (entry.has_effective_date())
        *correction->mutable_effective_date() = entry.effective_date();
    }
    return CorrectLedger(corrections, Now(), &twinning_);
  }

  // Checks the invariants of every accepted ledger.
  void CheckStory() {
    ASSERT_TRUE(LedgerProblems(LedgerOf<TwinningLedger>::In(twinning_)).empty())
        << twinning_.DebugString();
    ASSERT_EQ(twinning_.state(), LedgerOf<TwinningLedger>::StateIn(twinning_));
    for (const DayBounds& days : StepDays(twinning_)) {
      ASSERT_FALSE(days.earliest && days.latest && *days.latest < *days.earliest);
    }
    for (int i = 0; i < 5; ++i) {
      const absl::CivilDay day(kFirstYear - 10 + Below(100), 1 + Below(12), 1 + Below(28));
      ASSERT_FALSE(PossibleStates(twinning_, day).empty()) << day << twinning_.DebugString();
    }
    // On the day after the last change was recorded, the current state is certain.
    ASSERT_THAT(PossibleStates(twinning_, Today() + 1), ElementsAre(twinning_.state()));
  }

  std::mt19937 random_;
  int day_ = 0;
  Twinning twinning_;
};

TEST_P(LedgerPropertyTest, StaysValid) {
  int taken = 0;
  for (int i = 0; i < kChanges; ++i, ++day_) {
    const Twinning before = twinning_;
    const absl::Status status = Below(2) == 0 ? TakeStep() : Correct();
    if (!status.ok()) {
      EXPECT_THAT(status,
                  AnyOf(HasReason("ILLEGAL_TRANSITION"), HasReason("LEDGER_ENTRY_NOT_EFFECTIVE")));
      ASSERT_EQ(twinning_.SerializeAsString(), before.SerializeAsString());
      continue;
    }
    ++taken;
    // The existing entries are unchanged.
    ASSERT_GT(twinning_.ledger_size(), before.ledger_size());
    for (int k = 0; k < before.ledger_size(); ++k) {
      ASSERT_EQ(twinning_.ledger(k).SerializeAsString(), before.ledger(k).SerializeAsString());
    }
    CheckStory();
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(taken, 0);
  // If the twinning is exported, another registry accepts its whole ledger as the ledger of a new
  // twinning.
  Violations violations;
  CheckLedger(twinning_, Today(), &violations);
  EXPECT_TRUE(violations.empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, LedgerPropertyTest, ::testing::Range(1, 201));

}  // namespace
}  // namespace jumelage
