#include "projects_service/domain/life_cycle.h"

#include <algorithm>
#include <string>
#include <vector>

#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using Entry = projects::v1::ProjectLedgerEntry;
using projects::v1::Project;
using testing::HasSubstr;

Project InState(Project::State state) {
  Project project;
  project.set_name("projects/water");
  project.set_state(state);
  return project;
}

Entry Step(Entry::Step step, int year = 0) {
  Entry entry;
  entry.set_step(step);
  if (year != 0) {
    entry.mutable_effective_date()->mutable_earliest()->set_year(year);
    entry.mutable_effective_date()->set_precision(type::v1::UncertainDate::PRECISION_YEAR);
  }
  return entry;
}

// Each step, the states from which the contract allows it, and the state that it leads to.
TEST(LifeCycleTest, StepsLeadWhereTheContractSays) {
  struct Case {
    Entry::Step step;
    std::vector<Project::State> from;
    Project::State to;
  };
  const Case cases[] = {
      {Entry::STEP_START,
       {Project::STATE_UNKNOWN, Project::STATE_PIPELINE},
       Project::STATE_IMPLEMENTATION},
      {Entry::STEP_FINALISE,
       {Project::STATE_UNKNOWN, Project::STATE_IMPLEMENTATION},
       Project::STATE_FINALISATION},
      {Entry::STEP_CLOSE,
       {Project::STATE_UNKNOWN, Project::STATE_IMPLEMENTATION, Project::STATE_FINALISATION},
       Project::STATE_CLOSED},
      {Entry::STEP_CANCEL,
       {Project::STATE_UNKNOWN, Project::STATE_PIPELINE, Project::STATE_IMPLEMENTATION,
        Project::STATE_SUSPENDED},
       Project::STATE_CANCELLED},
      {Entry::STEP_SUSPEND,
       {Project::STATE_UNKNOWN, Project::STATE_PIPELINE, Project::STATE_IMPLEMENTATION,
        Project::STATE_FINALISATION},
       Project::STATE_SUSPENDED},
      {Entry::STEP_RESUME, {Project::STATE_SUSPENDED}, Project::STATE_IMPLEMENTATION},
  };
  for (const Case& c : cases) {
    for (int state = Project::STATE_UNKNOWN; state <= Project::STATE_SUSPENDED; ++state) {
      const auto from = static_cast<Project::State>(state);
      SCOPED_TRACE(Entry::Step_Name(c.step) + " from " + Project::State_Name(from));
      const bool legal = std::find(c.from.begin(), c.from.end(), from) != c.from.end();
      Project project = InState(from);
      const Project before = project;
      const absl::Status taken = TakeStep(Step(c.step), &project);
      if (legal) {
        EXPECT_THAT(taken, IsOk());
        EXPECT_EQ(project.state(), c.to);
        ASSERT_EQ(project.ledger_size(), 1);
        EXPECT_EQ(project.ledger(0).state_before(), from);
        EXPECT_EQ(project.ledger(0).state_after(), c.to);
      } else {
        EXPECT_THAT(taken, HasReason("ILLEGAL_TRANSITION"));
        EXPECT_THAT(project, EqualsProto(before));
      }
    }
  }
}

TEST(LifeCycleTest, ResumeReturnsToTheStateBeforeTheSuspension) {
  for (const auto state :
       {Project::STATE_PIPELINE, Project::STATE_IMPLEMENTATION, Project::STATE_FINALISATION}) {
    Project project = InState(state);
    ASSERT_THAT(TakeStep(Step(Entry::STEP_SUSPEND), &project), IsOk());
    ASSERT_THAT(TakeStep(Step(Entry::STEP_RESUME), &project), IsOk());
    EXPECT_EQ(project.state(), state);
    EXPECT_EQ(project.ledger(1).entry_id(), "step-2");
  }
}

TEST(LifeCycleTest, ResumeFromAnUnknownPastLeadsToImplementation) {
  Project created_suspended = InState(Project::STATE_SUSPENDED);
  ASSERT_THAT(TakeStep(Step(Entry::STEP_RESUME), &created_suspended), IsOk());
  EXPECT_EQ(created_suspended.state(), Project::STATE_IMPLEMENTATION);

  Project unknown = InState(Project::STATE_UNKNOWN);
  ASSERT_THAT(TakeStep(Step(Entry::STEP_SUSPEND), &unknown), IsOk());
  ASSERT_THAT(TakeStep(Step(Entry::STEP_RESUME), &unknown), IsOk());
  EXPECT_EQ(unknown.state(), Project::STATE_IMPLEMENTATION);
}

TEST(LifeCycleTest, StepsSetTheActualDatesThatAreMissing) {
  Project project = InState(Project::STATE_PIPELINE);
  ASSERT_THAT(TakeStep(Step(Entry::STEP_START, 2005), &project), IsOk());
  EXPECT_EQ(project.actual_start().earliest().year(), 2005);
  EXPECT_FALSE(project.has_actual_end());
  ASSERT_THAT(TakeStep(Step(Entry::STEP_FINALISE, 2010), &project), IsOk());
  EXPECT_EQ(project.actual_end().earliest().year(), 2010);
  ASSERT_THAT(TakeStep(Step(Entry::STEP_CLOSE, 2011), &project), IsOk());
  EXPECT_EQ(project.actual_end().earliest().year(), 2010) << "the work ended before the accounts";
}

TEST(LifeCycleTest, AnUndatedStepSetsNoDate) {
  Project project = InState(Project::STATE_UNKNOWN);
  ASSERT_THAT(TakeStep(Step(Entry::STEP_START), &project), IsOk());
  EXPECT_FALSE(project.has_actual_start());
}

TEST(LifeCycleTest, RefusesAStepBeforeAnEarlierOne) {
  Project project = InState(Project::STATE_PIPELINE);
  ASSERT_THAT(TakeStep(Step(Entry::STEP_START, 2005), &project), IsOk());
  // An undated step in between does not hide the date of the step before it.
  ASSERT_THAT(TakeStep(Step(Entry::STEP_SUSPEND), &project), IsOk());
  const Project before = project;
  EXPECT_THAT(TakeStep(Step(Entry::STEP_RESUME, 2004), &project),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("START")));
  EXPECT_THAT(project, EqualsProto(before));
  EXPECT_THAT(TakeStep(Step(Entry::STEP_RESUME, 2005), &project), IsOk())
      << "the same year is not certainly before";
}

TEST(LifeCycleTest, RefusesAnEndBeforeTheStart) {
  Project project = InState(Project::STATE_IMPLEMENTATION);
  *project.mutable_actual_start() = Step(Entry::STEP_START, 2008).effective_date();
  EXPECT_THAT(TakeStep(Step(Entry::STEP_CLOSE, 2007), &project), HasReason("ILLEGAL_TRANSITION"));
  EXPECT_FALSE(project.has_actual_end());
}

}  // namespace
}  // namespace jumelage
