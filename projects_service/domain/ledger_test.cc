#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "projects_service/domain/life_cycle.h"
#include "projects_service/domain/project_import.h"

namespace jumelage {
namespace {

using google::protobuf::Timestamp;
using projects::v1::Project;
using projects::v1::ProjectLedgerEntry;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

const absl::CivilDay kToday(2026, 5, 9);

template <typename M>
M Parse(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

Timestamp At(int64_t seconds) {
  Timestamp time;
  time.set_seconds(seconds);
  return time;
}

// 9 May 2024.
Timestamp Now() { return At(1715256000); }

std::string Year(int year) {
  return absl::StrCat(" { precision: PRECISION_YEAR earliest { year: ", year, " } } ");
}

// Returns the text of a ledger entry for a step in `year` (0: no date), with the fields in `more`.
std::string Entry(const std::string& step, int year = 0, const std::string& more = "") {
  const std::string date = year == 0 ? "" : "effective_date" + Year(year);
  return absl::StrCat("ledger { step: STEP_", step, " ", date, more, " } ");
}

std::string Correction(const std::string& place, const std::string& step, int year = 0) {
  const std::string date = year == 0 ? "" : "effective_date" + Year(year);
  return absl::StrCat("corrections { ", place, " step: STEP_", step, " ", date, " } ");
}

ProjectLedgerCorrections Corrections(const std::string& text) {
  return Parse<projects::v1::CorrectProjectLedgerRequest>(text).corrections();
}

// Returns a project created from `text`.
Project Started(const std::string& text) {
  Project project = Parse<Project>("name: 'projects/water' " + text);
  StartLedger(Now(), &project);
  return project;
}

// Returns the states before and after each entry, such as "PIPELINE>IMPLEMENTATION".
std::vector<std::string> States(const Project& project) {
  std::vector<std::string> lines;
  for (const ProjectLedgerEntry& entry : project.ledger()) {
    const auto name = [](Project::State state) {
      return state == Project::STATE_UNSPECIFIED ? "" : Project::State_Name(state).substr(6);
    };
    lines.push_back(name(entry.state_before()) + ">" + name(entry.state_after()));
  }
  return lines;
}

int StartYear(const Project& project) { return project.actual_start().earliest().year(); }
int EndYear(const Project& project) { return project.actual_end().earliest().year(); }

std::vector<std::string> BadFields(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

TEST(ProjectCheckLedgerTest, ReportsInconsistentLedgers) {
  const struct {
    std::string project;
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {}},
      {"state: STATE_CLOSED", {}},
      {Entry("START", 2005) + Entry("CLOSE", 2010), {}},
      {Entry("START", 2005) + Entry("CLOSE", 2010) + "state: STATE_CLOSED", {}},
      {Entry("START", 2005) + Entry("CLOSE", 2010) + "state: STATE_IMPLEMENTATION",
       {"project.state"}},
      {"initial_state: STATE_PIPELINE", {}},
      {"initial_state: STATE_PIPELINE state: STATE_PIPELINE", {}},
      {"initial_state: STATE_PIPELINE state: STATE_CLOSED", {"project.state"}},
      {"state: STATE_SUSPENDED " + Entry("RESUME"), {"project.ledger[0].step"}},
      {"initial_state: STATE_SUSPENDED " + Entry("RESUME"), {}},
      {"initial_state: 99", {"project.initial_state"}},
      {"state: 99", {"project.state"}},
      {"initial_state: STATE_CLOSED " + Entry("START"), {"project.ledger[0].step"}},
      {Entry("UNSPECIFIED"), {"project.ledger[0].step"}},
      {Entry("START", 2005) + Entry("CLOSE", 2004), {"project.ledger[1].effective_date"}},
      {Entry("START", 2027), {"project.ledger[0].effective_date"}},
      {Entry("START") + Entry("CLOSE") + Entry("VOID", 0, "supersedes: 'step-2'"), {}},
      {Entry("START") + Entry("CLOSE") + Entry("VOID", 0, "supersedes: '2'"),
       {"project.ledger[2].supersedes"}},
      {Entry("VOID", 2005), {"project.ledger[0].supersedes", "project.ledger[0].effective_date"}},
      {Entry("START") + Entry("CLOSE", 0, "supersedes: 'step-1' precedes: 'step-1'"),
       {"project.ledger[1].precedes"}},
      {Entry("START", 0, "decision { agreement: 'x' } notes { text: 'y' }"),
       {"project.ledger[0].decision.agreement", "project.ledger[0].notes[0].language_code"}},
  };
  for (const auto& c : kCases) {
    Violations violations;
    CheckLedger(Parse<Project>(c.project), kToday, &violations);
    EXPECT_THAT(BadFields(violations), UnorderedElementsAreArray(c.fields)) << c.project;
  }
}

TEST(ProjectStartLedgerTest, SetsTheInitialAndTheCurrentState) {
  const struct {
    std::string project;
    Project::State initial_state, state;
  } kCases[] = {
      {"", Project::STATE_UNKNOWN, Project::STATE_UNKNOWN},
      {"state: STATE_CLOSED", Project::STATE_CLOSED, Project::STATE_CLOSED},
      {"initial_state: STATE_PIPELINE", Project::STATE_PIPELINE, Project::STATE_PIPELINE},
      {Entry("START"), Project::STATE_UNKNOWN, Project::STATE_IMPLEMENTATION},
      {"state: STATE_IMPLEMENTATION " + Entry("START"), Project::STATE_UNKNOWN,
       Project::STATE_IMPLEMENTATION},
      {"initial_state: STATE_PIPELINE " + Entry("SUSPEND") + Entry("RESUME"),
       Project::STATE_PIPELINE, Project::STATE_PIPELINE},
  };
  for (const auto& c : kCases) {
    const Project project = Started(c.project);
    EXPECT_EQ(project.initial_state(), c.initial_state) << c.project;
    EXPECT_EQ(project.state(), c.state) << c.project;
  }
}

TEST(ProjectStartLedgerTest, NumbersAndDatesTheEntriesAndKeepsTheProjectsDates) {
  const Project project = Started(Entry("START", 2005) + Entry("CLOSE", 2010) +
                                  Entry("VOID", 0, "supersedes: 'step-2'"));
  EXPECT_EQ(project.ledger(2).entry_id(), "step-3");
  EXPECT_EQ(project.ledger(2).record_time().seconds(), Now().seconds());
  EXPECT_THAT(States(project), ElementsAre("UNKNOWN>IMPLEMENTATION", "IMPLEMENTATION>CLOSED", ">"));
  EXPECT_FALSE(project.has_actual_start());
}

// Corrects a project that was closed by mistake.
TEST(ProjectCorrectLedgerTest, AMistakenStepCanBeUndone) {
  Project project = Started("state: STATE_PIPELINE");
  ASSERT_THAT(TakeStep(Parse<Project>(Entry("START", 2005)).ledger(0), &project), IsOk());
  ASSERT_THAT(TakeStep(Parse<Project>(Entry("CLOSE", 2010)).ledger(0), &project), IsOk());
  ASSERT_EQ(EndYear(project), 2010);
  ASSERT_THAT(
      CorrectLedger(Corrections(Correction("supersedes: 'step-2'", "VOID")), Now(), &project),
      IsOk());
  EXPECT_EQ(project.state(), Project::STATE_IMPLEMENTATION);
  EXPECT_EQ(StartYear(project), 2005);
  EXPECT_FALSE(project.has_actual_end());
  EXPECT_THAT(States(project),
              ElementsAre("PIPELINE>IMPLEMENTATION", "IMPLEMENTATION>CLOSED", ">"));
  EXPECT_EQ(project.ledger(2).entry_id(), "step-3");
  EXPECT_EQ(project.ledger(2).supersedes(), "step-2");
  EXPECT_EQ(project.ledger(2).record_time().seconds(), Now().seconds());
  // Further steps are possible.
  ASSERT_THAT(TakeStep(Parse<Project>(Entry("FINALISE", 2012)).ledger(0), &project), IsOk());
  EXPECT_EQ(EndYear(project), 2012);
}

TEST(ProjectCorrectLedgerTest, RecomputesTheStatesOfLaterSteps) {
  Project project = Started("initial_state: STATE_PIPELINE " + Entry("SUSPEND") + Entry("RESUME"));
  ASSERT_THAT(
      CorrectLedger(Corrections(Correction("precedes: 'step-1'", "START")), Now(), &project),
      IsOk());
  EXPECT_THAT(States(project), ElementsAre("IMPLEMENTATION>SUSPENDED", "SUSPENDED>IMPLEMENTATION",
                                           "PIPELINE>IMPLEMENTATION"));
  EXPECT_EQ(project.state(), Project::STATE_IMPLEMENTATION);
}

// Checks how each correction changes the dates of a project that started in 2005, was finalised in
// 2010 and closed in 2011.
TEST(ProjectCorrectLedgerTest, CorrectingAStepCorrectsTheDateItSet) {
  const struct {
    std::string project, corrections;
    int start, end;
  } kCases[] = {
      // The step that set the end gets a different date.
      {"", Correction("supersedes: 'step-2'", "FINALISE", 2009), 2005, 2009},
      // The step that set the end is voided: the CLOSE step now sets it.
      {"", Correction("supersedes: 'step-2'", "VOID"), 2005, 2011},
      // The corrected step has no date: again the CLOSE step sets the end.
      {"", Correction("supersedes: 'step-2'", "FINALISE"), 2005, 2011},
      // The voided CLOSE step had not set the end.
      {"", Correction("supersedes: 'step-3'", "VOID"), 2005, 2010},
      {"", Correction("supersedes: 'step-1'", "START", 2004), 2004, 2010},
      {"", Correction("supersedes: 'step-1'", "START"), 0, 2010},
      {"", Correction("supersedes: 'step-1'", "VOID"), 0, 2010},
      // A date that did not come from a step stays.
      {"actual_start" + Year(2003), Correction("supersedes: 'step-1'", "START", 2004), 2003, 2010},
      {"actual_end" + Year(2008), Correction("supersedes: 'step-2'", "VOID"), 2005, 2008},
      // Added SUSPEND and RESUME steps change no date.
      {"",
       Correction("precedes: 'step-2'", "SUSPEND", 2007) +
           Correction("precedes: 'step-2'", "RESUME", 2008),
       2005, 2010},
  };
  for (const auto& c : kCases) {
    Project project = Started(c.project);
    for (const std::string& entry :
         {Entry("START", 2005), Entry("FINALISE", 2010), Entry("CLOSE", 2011)}) {
      ASSERT_THAT(TakeStep(Parse<Project>(entry).ledger(0), &project), IsOk());
    }
    ASSERT_THAT(CorrectLedger(Corrections(c.corrections), Now(), &project), IsOk())
        << c.project << c.corrections;
    EXPECT_EQ(StartYear(project), c.start) << c.project << c.corrections;
    EXPECT_EQ(EndYear(project), c.end) << c.project << c.corrections;
  }
}

TEST(ProjectCorrectLedgerTest, RefusesAnInconsistentResultAndChangesNothing) {
  const struct {
    std::string corrections, reason, why;
  } kCases[] = {
      {Correction("supersedes: 'step-9'", "VOID"), "LEDGER_ENTRY_NOT_EFFECTIVE", "'step-9'"},
      {Correction("supersedes: '1'", "VOID"), "LEDGER_ENTRY_NOT_EFFECTIVE", "'1'"},
      {Correction("supersedes: 'step-2'", "VOID") + Correction("supersedes: 'step-2'", "CANCEL"),
       "LEDGER_ENTRY_NOT_EFFECTIVE", "'step-2'"},
      {Correction("supersedes: 'step-2'", "RESUME"), "ILLEGAL_TRANSITION",
       "entry step-3: RESUME is not legal from IMPLEMENTATION"},
      {Correction("supersedes: 'step-1'", "START", 2011), "ILLEGAL_TRANSITION",
       "entry step-2: effective_date must not be before"},
      // The project keeps its end, which would then be before the start.
      {Correction("supersedes: 'step-1'", "START", 2009) +
           Correction("supersedes: 'step-2'", "CLOSE"),
       "ILLEGAL_TRANSITION", "would end before its start"},
  };
  for (const auto& c : kCases) {
    Project project = Started("actual_end" + Year(2008));
    for (const std::string& entry : {Entry("START", 2005), Entry("CLOSE", 2010)}) {
      ASSERT_THAT(TakeStep(Parse<Project>(entry).ledger(0), &project), IsOk());
    }
    const Project before = project;
    const absl::Status refused = CorrectLedger(Corrections(c.corrections), Now(), &project);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(c.why)));
    EXPECT_THAT(refused, HasReason(c.reason)) << c.corrections;
    EXPECT_THAT(project, EqualsProto(before)) << c.corrections;
  }
}

TEST(ProjectCheckCorrectionsTest, ReportsEveryRuleThatTheyBreakByThemselves) {
  const struct {
    std::string corrections;
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {"corrections"}},
      {Correction("supersedes: 'step-1'", "VOID"), {}},
      {Correction("", "START"), {"corrections[0]"}},
      {Correction("precedes: 'step-1'", "VOID"), {"corrections[0].supersedes"}},
      {Correction("supersedes: 'step-1'", "VOID", 2001), {"corrections[0].effective_date"}},
      {Correction("supersedes: 'step-1'", "CLOSE", 2027), {"corrections[0].effective_date"}},
      {"corrections { supersedes: 'step-1' } corrections { supersedes: 'step-2' step: 99 }",
       {"corrections[0].step", "corrections[1].step"}},
  };
  for (const auto& c : kCases) {
    Violations violations;
    CheckCorrections(Corrections(c.corrections), kToday, &violations);
    EXPECT_THAT(BadFields(violations), UnorderedElementsAreArray(c.fields)) << c.corrections;
  }
}

// Returns a project as it was stored before `initial_state` existed.
Project StoredLongAgo() {
  return Parse<Project>(R"pb(
    name: 'projects/water'
    state: STATE_SUSPENDED
    ledger {
      entry_id: 'step-1'
      step: STEP_START
      state_before: STATE_PIPELINE
      state_after: STATE_IMPLEMENTATION
    }
    ledger {
      entry_id: 'step-2'
      step: STEP_SUSPEND
      state_before: STATE_IMPLEMENTATION
      state_after: STATE_SUSPENDED
    })pb");
}

TEST(ProjectStoredBeforeInitialStateTest, KeepsWorking) {
  EXPECT_EQ(InitialState(StoredLongAgo()), Project::STATE_PIPELINE);
  EXPECT_EQ(InitialState(Parse<Project>("state: STATE_CLOSED")), Project::STATE_CLOSED);
  EXPECT_EQ(InitialState(Project()), Project::STATE_UNKNOWN);

  Violations violations;
  CheckLedger(StoredLongAgo(), kToday, &violations);
  CheckLedger(Parse<Project>("state: STATE_CLOSED"), kToday, &violations);
  EXPECT_THAT(BadFields(violations), IsEmpty());

  Project resumed = StoredLongAgo();
  ASSERT_THAT(TakeStep(Parse<Project>(Entry("RESUME")).ledger(0), &resumed), IsOk());
  EXPECT_EQ(resumed.initial_state(), Project::STATE_PIPELINE);
  EXPECT_EQ(resumed.state(), Project::STATE_IMPLEMENTATION);

  Project corrected = StoredLongAgo();
  ASSERT_THAT(
      CorrectLedger(Corrections(Correction("supersedes: 'step-1'", "VOID")), Now(), &corrected),
      IsOk());
  EXPECT_EQ(corrected.initial_state(), Project::STATE_PIPELINE);
  EXPECT_EQ(corrected.ledger(1).state_before(), Project::STATE_PIPELINE);
}

TEST(ProjectImportTest, ANewProjectGetsTheRecordTimesOfItsRecord) {
  const Project given = Parse<Project>(Entry("START", 2005, "record_time { seconds: 1200000000 }") +
                                       Entry("CLOSE", 2010));
  Project project = Started(Entry("START", 2005) + Entry("CLOSE", 2010));
  Violations violations;
  RestoreTimes(given, Now(), &project, &violations);
  EXPECT_THAT(BadFields(violations), IsEmpty());
  EXPECT_EQ(project.ledger(0).record_time().seconds(), 1200000000);
  EXPECT_EQ(project.ledger(1).record_time().seconds(), Now().seconds());

  // A record time in the future, and one before the step took effect.
  const struct {
    int64_t seconds;
    std::string field;
  } kCases[] = {
      {Now().seconds() + 1, "project.ledger[0].record_time"},
      {At(-4000000000).seconds(), "project.ledger[0].record_time"},
  };
  for (const auto& c : kCases) {
    Project restored = Started(Entry("START", 2005));
    Project odd = restored;
    odd.mutable_ledger(0)->mutable_record_time()->set_seconds(c.seconds);
    Violations found;
    RestoreTimes(odd, Now(), &restored, &found);
    EXPECT_THAT(BadFields(found), ElementsAre(c.field)) << c.seconds;
  }
}

TEST(ProjectImportTest, StepsThatContinueTheLedgerAreAdded) {
  const std::string known = Entry("START", 2005) + Entry("CLOSE", 2010);
  const struct {
    std::string given;
    int entries;
    Project::State state;
  } kCases[] = {
      {known, 2, Project::STATE_CLOSED},
      {Entry("START", 2005), 2, Project::STATE_CLOSED},
      {known + Entry("VOID", 0, "supersedes: 'step-2'"), 3, Project::STATE_IMPLEMENTATION},
      // The given ledger begins differently.
      {Entry("START", 2006) + Entry("CLOSE", 2010) + Entry("VOID", 0, "supersedes: 'step-2'"), 2,
       Project::STATE_CLOSED},
      {"initial_state: STATE_PIPELINE " + known + Entry("VOID", 0, "supersedes: 'step-2'"), 2,
       Project::STATE_CLOSED},
      {"initial_state: STATE_UNKNOWN " + known + Entry("VOID", 0, "supersedes: 'step-2'"), 3,
       Project::STATE_IMPLEMENTATION},
  };
  for (const auto& c : kCases) {
    Project project = Started(known + "actual_end" + Year(2010));
    Violations violations;
    AddWhatIsNew(Parse<Project>(c.given), At(Now().seconds() + 60), &project, &violations);
    EXPECT_THAT(BadFields(violations), IsEmpty()) << c.given;
    EXPECT_EQ(project.ledger_size(), c.entries) << c.given;
    EXPECT_EQ(project.state(), c.state) << c.given;
    EXPECT_EQ(project.ledger(1).record_time().seconds(), Now().seconds());
    // Voiding the CLOSE step also clears the actual end.
    EXPECT_EQ(project.has_actual_end(), c.entries == 2) << c.given;
    if (c.entries == 2) continue;
    EXPECT_EQ(project.ledger(2).entry_id(), "step-3");
    EXPECT_EQ(project.ledger(2).record_time().seconds(), Now().seconds() + 60);
  }
}

}  // namespace
}  // namespace jumelage
