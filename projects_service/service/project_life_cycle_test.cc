#include <string>

#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/testing/projects_fixture.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::ProjectLedgerEntry;

class ProjectLifeCycleTest : public ProjectsFixture {
 protected:
  // Takes a step of projects/water with the step's method. `text` is the rest of the request.
  template <typename Request>
  absl::StatusOr<Project> Step(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Project*),
                               const std::string& text = "") {
    return Call(method, Parse<Request>("name: 'projects/water' " + text));
  }
};

TEST_F(ProjectLifeCycleTest, EachMethodTakesItsStep) {
  ASSERT_THAT(Create("water", "state: STATE_PIPELINE"), IsOk());
  const auto started = Step(&Stub::StartProject, R"pb(
    effective_date {
      earliest { year: 2005 }
      precision: PRECISION_YEAR
    }
    decision { body: "Conseil municipal de Belfort" reference: "2005-12" }
    notes { text: "Lancement" language_code: "fr" })pb");
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->state(), Project::STATE_IMPLEMENTATION);
  EXPECT_EQ(started->actual_start().earliest().year(), 2005);
  EXPECT_EQ(Step(&Stub::SuspendProject)->state(), Project::STATE_SUSPENDED);
  EXPECT_EQ(Step(&Stub::ResumeProject)->state(), Project::STATE_IMPLEMENTATION);
  EXPECT_EQ(Step(&Stub::FinaliseProject)->state(), Project::STATE_FINALISATION);
  EXPECT_EQ(Step(&Stub::CloseProject)->state(), Project::STATE_CLOSED);
  EXPECT_THAT(Step(&Stub::CancelProject), HasReason("ILLEGAL_TRANSITION"));

  const auto project = Get("projects/water");
  ASSERT_THAT(project, IsOk());
  ASSERT_EQ(project->ledger_size(), 5);
  const ProjectLedgerEntry& first = project->ledger(0);
  EXPECT_EQ(first.entry_id(), "step-1");
  EXPECT_EQ(first.step(), ProjectLedgerEntry::STEP_START);
  EXPECT_EQ(first.decision().reference(), "2005-12");
  EXPECT_EQ(first.notes(0).text(), "Lancement");
  EXPECT_EQ(first.record_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(project->ledger(4).state_after(), Project::STATE_CLOSED);
  EXPECT_EQ(project->revision(), 6);
}

TEST_F(ProjectLifeCycleTest, AProjectCanBeCancelled) {
  ASSERT_THAT(Create("water"), IsOk());
  EXPECT_EQ(Step(&Stub::CancelProject)->state(), Project::STATE_CANCELLED);
  EXPECT_THAT(Step(&Stub::StartProject), HasReason("ILLEGAL_TRANSITION"));
}

TEST_F(ProjectLifeCycleTest, ValidateOnlyTakesNoStep) {
  ASSERT_THAT(Create("water"), IsOk());
  EXPECT_EQ(Step(&Stub::StartProject, "validate_only: true")->state(),
            Project::STATE_IMPLEMENTATION);
  EXPECT_EQ(Get("projects/water")->state(), Project::STATE_UNKNOWN);
}

TEST_F(ProjectLifeCycleTest, ARetriedStepIsTakenOnce) {
  ASSERT_THAT(Create("water"), IsOk());
  const std::string id = "request_id: '3f0c1c52-8d0e-4d6b-9a27-5b0c1d2e3f40'";
  ASSERT_THAT(Step(&Stub::StartProject, id), IsOk());
  const auto again = Step(&Stub::StartProject, id);
  ASSERT_THAT(again, IsOk()) << "although the step would be illegal now";
  EXPECT_EQ(again->ledger_size(), 1);
  EXPECT_EQ(Head(), 2);
}

TEST_F(ProjectLifeCycleTest, ADateInTheFutureIsRefusedUntilItIsReached) {
  ASSERT_THAT(Create("water"), IsOk());
  const std::string date =
      "effective_date { earliest { year: 2027 month: 1 } precision: PRECISION_MONTH }";
  EXPECT_THAT(Step(&Stub::StartProject, date), HasReason("FIELD_INVALID"));
  clock_.Advance(absl::Hours(24 * 400));
  EXPECT_THAT(Step(&Stub::StartProject, date), IsOk());
}

// A step that would grow the project beyond the size limit of a resource is refused, so that the
// project can still be changed.
TEST_F(ProjectLifeCycleTest, StepsKeepToTheSizeLimit) {
  ASSERT_THAT(Create("water", "state: STATE_PIPELINE"), IsOk());
  std::string notes;
  for (int i = 0; i < 6; ++i) {
    notes += "notes { text: '" + std::string(100000, 'x') + "' language_code: '" +
             std::string(1, static_cast<char>('a' + i)) + "a' } ";
  }
  ASSERT_THAT(Step(&Stub::StartProject, notes), IsOk());
  EXPECT_THAT(Step(&Stub::SuspendProject, notes), HasReason("FIELD_INVALID"));
  EXPECT_EQ(Get("projects/water")->state(), Project::STATE_IMPLEMENTATION);
  EXPECT_THAT(
      Call(&Stub::UpdateProject, Parse<projects::v1::UpdateProjectRequest>(
                                     "project { name: 'projects/water' display_name: 'W' }")),
      IsOk());
  EXPECT_THAT(Step(&Stub::SuspendProject), IsOk());
}

TEST_F(ProjectLifeCycleTest, AMistakenClosingCanBeUndone) {
  ASSERT_THAT(Create("water", "state: STATE_IMPLEMENTATION"), IsOk());
  ASSERT_THAT(Step(&Stub::CloseProject,
                   "effective_date { earliest { year: 2020 } precision: PRECISION_YEAR }"),
              IsOk());
  EXPECT_EQ(Get("projects/water")->actual_end().earliest().year(), 2020);
  EXPECT_THAT(Step(&Stub::CorrectProjectLedger), HasReason("FIELD_INVALID"));
  EXPECT_THAT(
      Step(&Stub::CorrectProjectLedger, "corrections { supersedes: 'step-7' step: STEP_VOID }"),
      HasReason("LEDGER_ENTRY_NOT_EFFECTIVE"));
  EXPECT_THAT(Step(&Stub::CorrectProjectLedger, R"pb(
                corrections {
                  precedes: "step-1"
                  step: STEP_SUSPEND
                  decision { agreement: "agreements/none" }
                })pb"),
              HasReason("REFERENCE_NOT_FOUND"));
  const auto corrected =
      Step(&Stub::CorrectProjectLedger, "corrections { supersedes: 'step-1' step: STEP_VOID }");
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->state(), Project::STATE_IMPLEMENTATION);
  EXPECT_FALSE(corrected->has_actual_end());
  EXPECT_EQ(corrected->ledger_size(), 2);
  EXPECT_EQ(corrected->initial_state(), Project::STATE_IMPLEMENTATION);
}

TEST_F(ProjectLifeCycleTest, ALedgerCanBeGivenOnCreation) {
  const auto created = Create("water", R"pb(
    initial_state: STATE_PIPELINE
    ledger {
      step: STEP_START
      decision { agreement: "agreements/charter" }
      entry_id: "mine"
    }
    ledger { step: STEP_SUSPEND })pb");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->state(), Project::STATE_SUSPENDED);
  EXPECT_EQ(created->ledger(0).entry_id(), "step-1");
  EXPECT_EQ(created->ledger(0).state_before(), Project::STATE_PIPELINE);
  EXPECT_EQ(created->ledger(1).state_after(), Project::STATE_SUSPENDED);
  EXPECT_EQ(References(*created), "agreements/charter LIVE Charte");
  EXPECT_EQ(Step(&Stub::ResumeProject)->state(), Project::STATE_IMPLEMENTATION);
  EXPECT_THAT(Create("other", "ledger { step: STEP_RESUME }"), HasReason("FIELD_INVALID"));
  EXPECT_THAT(Create("other", "state: STATE_CLOSED ledger { step: STEP_START }"),
              HasReason("FIELD_INVALID"));
}

}  // namespace
}  // namespace jumelage
