// Takes random steps and makes random corrections. Whether they are accepted or refused, the ledger
// stays consistent. The test's parameter is the seed.

#include <random>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/violations.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_of.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "common/values/uncertain_date.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/domain/life_cycle.h"
#include "projects_service/domain/project_import.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::ProjectLedgerEntry;
using ::testing::AnyOf;
using type::v1::UncertainDate;

constexpr int kChanges = 60;
constexpr int kFirstYear = 1990;

class ProjectLedgerPropertyTest : public ::testing::TestWithParam<int> {
 protected:
  ProjectLedgerPropertyTest() : random_(GetParam()) {
    project_.set_name("projects/a");
    project_.set_state(static_cast<Project::State>(Below(Project::STATE_SUSPENDED + 1)));
    StartLedger(Now(), &project_);
  }

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  // The current time. Each change is attempted a day after the previous one.
  google::protobuf::Timestamp Now() const {
    google::protobuf::Timestamp now;
    now.set_seconds(absl::ToUnixSeconds(absl::FromCivil(Today(), absl::UTCTimeZone())));
    return now;
  }
  absl::CivilDay Today() const { return absl::CivilDay(2020, 1, 1) + day_; }

  // Sets the entry's date to a year or a month that is not certainly in the future, or sometimes
  // leaves it unset.
  void MaybeDate(ProjectLedgerEntry* entry) {
    if (entry->step() == ProjectLedgerEntry::STEP_VOID || Below(3) == 0) return;
    UncertainDate* date = entry->mutable_effective_date();
    date->mutable_earliest()->set_year(kFirstYear + Below(30));
    date->set_precision(UncertainDate::PRECISION_YEAR);
    if (Below(3) > 0) return;
    date->set_precision(UncertainDate::PRECISION_MONTH);
    date->mutable_earliest()->set_month(1 + Below(12));
  }

  ProjectLedgerEntry AnyEntry(int steps) {
    ProjectLedgerEntry entry;
    entry.set_step(static_cast<ProjectLedgerEntry::Step>(1 + Below(steps)));
    MaybeDate(&entry);
    return entry;
  }

  absl::Status Step() {
    ProjectLedgerEntry entry = AnyEntry(ProjectLedgerEntry::STEP_RESUME);
    *entry.mutable_record_time() = Now();
    return TakeStep(entry, &project_);
  }

  absl::Status Correct() {
    ProjectLedgerCorrections corrections;
    for (int i = 0; i <= Below(3); ++i) {
      auto* correction = corrections.Add();
      // The id of an existing entry, or the first unused id.
      const std::string target = absl::StrCat("step-", 1 + Below(project_.ledger_size() + 1));
      const bool precedes = Below(3) == 0;
      (precedes ? correction->mutable_precedes() : correction->mutable_supersedes())
          ->assign(target);
      const ProjectLedgerEntry entry =
          AnyEntry(precedes ? ProjectLedgerEntry::STEP_RESUME : ProjectLedgerEntry::STEP_VOID);
      correction->set_step(entry.step());
      if (entry.has_effective_date()) {
        *correction->mutable_effective_date() = entry.effective_date();
      }
    }
    return CorrectLedger(corrections, Now(), &project_);
  }

  // Checks the properties that every accepted ledger must have.
  void CheckStory() {
    const Ledger ledger = LedgerOf<ProjectLedger>::In(project_);
    ASSERT_TRUE(LedgerProblems(ledger).empty()) << project_.DebugString();
    Project::State state = project_.initial_state();
    for (const ProjectLedgerEntry* entry : LedgerOf<ProjectLedger>::Effective(project_)) {
      ASSERT_EQ(entry->state_before(), state) << project_.DebugString();
      state = entry->state_after();
      ASSERT_NE(state, Project::STATE_UNSPECIFIED);
    }
    ASSERT_EQ(project_.state(), state);
    for (const DayBounds& days : StepDays(ledger)) {
      ASSERT_FALSE(days.earliest && days.latest && *days.latest < *days.earliest);
    }
    ASSERT_FALSE(project_.has_actual_start() && project_.has_actual_end() &&
                 Before(project_.actual_end(), project_.actual_start()) == Truth::kYes);
  }

  std::mt19937 random_;
  int day_ = 0;
  Project project_;
};

// Returns the part of an entry that never changes: all but the states, which the server computes.
std::string Told(ProjectLedgerEntry entry) {
  entry.clear_state_before();
  entry.clear_state_after();
  return entry.SerializeAsString();
}

TEST_P(ProjectLedgerPropertyTest, TheLedgerStaysConsistent) {
  for (int i = 0; i < kChanges; ++i, ++day_) {
    const Project before = project_;
    const absl::Status status = Below(2) == 0 ? Step() : Correct();
    if (!status.ok()) {
      EXPECT_THAT(status,
                  AnyOf(HasReason("ILLEGAL_TRANSITION"), HasReason("LEDGER_ENTRY_NOT_EFFECTIVE")));
      ASSERT_EQ(project_.SerializeAsString(), before.SerializeAsString());
      continue;
    }
    ASSERT_GT(project_.ledger_size(), before.ledger_size());
    for (int k = 0; k < before.ledger_size(); ++k) {
      ASSERT_EQ(Told(project_.ledger(k)), Told(before.ledger(k)));
    }
    CheckStory();
    if (HasFatalFailure()) return;
  }
}

// Imports the project twice: as a new project, and over a copy from halfway through the changes.
TEST_P(ProjectLedgerPropertyTest, AnExportedRecordCanBeImported) {
  Project halfway;
  for (int i = 0; i < kChanges; ++i, ++day_) {
    (Below(2) == 0 ? Step() : Correct()).IgnoreError();
    if (i == kChanges / 2) halfway = project_;
  }
  Violations violations;
  CheckLedger(project_, Today(), &violations);

  Project copy = project_;
  for (ProjectLedgerEntry& entry : *copy.mutable_ledger()) {
    entry.clear_entry_id();
    entry.clear_record_time();
    entry.clear_state_before();
    entry.clear_state_after();
  }
  StartLedger(Now(), &copy);
  RestoreTimes(project_, Now(), &copy, &violations);
  EXPECT_THAT(copy, EqualsProto(project_));

  AddWhatIsNew(project_, Now(), &halfway, &violations);
  halfway.clear_actual_start();
  halfway.clear_actual_end();
  copy.clear_actual_start();
  copy.clear_actual_end();
  EXPECT_THAT(halfway, EqualsProto(copy)) << "except for the actual dates";
  EXPECT_TRUE(violations.empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ProjectLedgerPropertyTest, ::testing::Range(1, 101));

}  // namespace
}  // namespace jumelage
