#include "projects_service/domain/project_rules.h"

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using testing::ElementsAreArray;
using testing::IsEmpty;

const absl::CivilDay kToday(2026, 6, 15);

Project Parse(const std::string& text) {
  Project project;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &project)) << text;
  return project;
}

std::vector<std::string> FieldsAt(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

std::vector<std::string> BadFields(const std::string& text) {
  Project project;
  project.set_name("projects/water");
  project.set_display_name("Water");
  project.set_kind(Project::KIND_DEVELOPMENT);
  project.MergeFrom(Parse(text));
  Violations violations;
  CheckProject(project, kToday, &violations);
  return FieldsAt(violations);
}

constexpr char kWhole[] = R"pb(
  titles { text: "Eau" language_code: "fr" }
  titles { text: "Water" language_code: "en" }
  sectors { code: "14031" share_basis_points: 6000 }
  sectors { code: "14010" share_basis_points: 4000 }
  sdg_targets: "6.1"
  sdg_targets: "6.b"
  state: STATE_IMPLEMENTATION
  planned_start {
    earliest { year: 2004 }
    precision: PRECISION_YEAR
  }
  actual_start {
    earliest { year: 2005 }
    precision: PRECISION_YEAR
  }
  participants {
    city: "cities/belfort"
    roles: ROLE_FUNDING
    roles: ROLE_IMPLEMENTING
    acting_as_member_of: "organizations/comite"
  }
  participants { unregistered_display_name: "Les Amis" roles: ROLE_BENEFICIARY }
  sites {
    city: "cities/tanghin-dassouri"
    place_display_name: "Bazoulé"
    facility_kind: FACILITY_KIND_LOWER_SECONDARY_SCHOOL
    facility_count: 2
    location { latitude: 12.3 longitude: -1.7 }
  }
  activities {
    topic: TOPIC_WATER
    texts { text: "Puits" language_code: "fr" }
  }
  target_groups {
    texts { text: "élèves" language_code: "fr" }
    size { value: 200 }
  }
  twinnings: "twinnings/belfort-tanghin-dassouri"
  agreements: "agreements/charter"
  parent: "projects/cooperation"
  related_projects { project: "projects/canteens" relation: RELATION_SIBLING }
  documents { uri: "https://example.org/x" }
  external_ids { scheme: "iati" value: "FR-1" }
  sources {
    title: "Page"
    retrieved_date { year: 2026 month: 6 day: 15 }
  }
)pb";

TEST(ProjectRulesTest, ACompleteProjectBreaksNone) { EXPECT_THAT(BadFields(kWhole), IsEmpty()); }

TEST(ProjectRulesTest, ReportsEveryViolation) {
  Violations violations;
  CheckProject(Parse(R"pb(
                 sectors { code: "1403" }
                 sdg_targets: "18.1"
                 participants {}
               )pb"),
               kToday, &violations);
  EXPECT_THAT(FieldsAt(violations),
              ElementsAreArray({"project.display_name", "project.kind", "project.sectors[0].code",
                                "project.sdg_targets[0]", "project.participants[0].participant",
                                "project.participants[0].roles"}));
}

struct BadProject {
  const char* text;
  std::vector<std::string> fields;
};

class BadProjectTest : public testing::TestWithParam<BadProject> {};

TEST_P(BadProjectTest, NamesTheFields) {
  EXPECT_THAT(BadFields(GetParam().text), ElementsAreArray(GetParam().fields)) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, BadProjectTest,
    testing::ValuesIn(std::vector<BadProject>{
        {"display_name: '  '", {"project.display_name"}},
        {"kind: 9", {"project.kind"}},
        {"state: 42", {"project.state"}},
        {"titles { text: 'a' language_code: 'fr' } titles { text: 'b' language_code: 'FR' }",
         {"project.titles[1]"}},
        {"descriptions { text: 'a' language_code: 'not a language' }",
         {"project.descriptions[0].language_code"}},
        {"sectors { code: '14031' } sectors { code: '14031' }",
         {"project.sectors[1].code", "project.sectors[0].share_basis_points",
          "project.sectors[1].share_basis_points"}},
        // Three times 33.3 % is not 100 %.
        {"sectors { code: '14031' share_basis_points: 3330 }"
         "sectors { code: '14010' share_basis_points: 3330 }"
         "sectors { code: '11220' share_basis_points: 3330 }",
         {"project.sectors"}},
        {"sectors { code: '14031' share_basis_points: 5000 }", {"project.sectors"}},
        {"sectors { code: '14031' share_basis_points: -1 }",
         {"project.sectors[0].share_basis_points"}},
        {"sdg_targets: '6.1' sdg_targets: '6.1'", {"project.sdg_targets[1]"}},
        {"sdg_targets: '6' sdg_targets: '0.1' sdg_targets: '6.B' sdg_targets: '6.'",
         {"project.sdg_targets[0]", "project.sdg_targets[1]", "project.sdg_targets[2]",
          "project.sdg_targets[3]"}},
        {"planned_start { earliest { year: 2006 } precision: PRECISION_YEAR }"
         "planned_end { earliest { year: 2005 month: 12 } precision: PRECISION_MONTH }",
         {"project.planned_end"}},
        {"actual_start { earliest { year: 2005 month: 13 } precision: PRECISION_MONTH }",
         {"project.actual_start.earliest.month"}},
        {"actual_start { earliest { year: 2027 } precision: PRECISION_YEAR }",
         {"project.actual_start"}},
        {"actual_end { earliest { year: 2026 month: 6 day: 16 } precision: PRECISION_DAY }",
         {"project.actual_end"}},
        {"participants { city: 'organizations/x' roles: ROLE_FUNDING }",
         {"project.participants[0].city"}},
        {"participants { city: 'cities/a' roles: ROLE_FUNDING }"
         "participants { city: 'cities/a' roles: ROLE_IMPLEMENTING }",
         {"project.participants[1]"}},
        {"participants { city: 'cities/a' roles: ROLE_FUNDING roles: ROLE_FUNDING roles: 0 }",
         {"project.participants[0].roles[1]", "project.participants[0].roles[2]"}},
        {"participants { city: 'cities/a' roles: ROLE_FUNDING acting_as_member_of: 'cities/b'"
         "  since { earliest { year: 2006 } precision: PRECISION_YEAR }"
         "  until { earliest { year: 2005 } precision: PRECISION_YEAR } }",
         {"project.participants[0].acting_as_member_of", "project.participants[0].until"}},
        {"sites {}", {"project.sites[0]"}},
        {"sites { place_display_name: 'x' facility_count: 2 }", {"project.sites[0].facility_kind"}},
        {"sites { place_display_name: 'x' facility_count: -2 location { latitude: 91 } }",
         {"project.sites[0].facility_count", "project.sites[0].location.latitude"}},
        {"activities { texts { text: 'x' language_code: 'fr' } }", {"project.activities[0].topic"}},
        {"target_groups { size { value: -1 } }",
         {"project.target_groups[0].texts", "project.target_groups[0].size.value"}},
        {"twinnings: 'twinnings/a' twinnings: 'twinnings/a' agreements: 'x'",
         {"project.twinnings[1]", "project.agreements[0]"}},
        {"parent: 'projects/water'", {"project.parent"}},
        {"related_projects { project: 'projects/water' }",
         {"project.related_projects[0].project", "project.related_projects[0].relation"}},
        {"documents { uri: 'ftp://x' }", {"project.documents[0].uri"}},
        {"external_ids { scheme: 'IATI' value: '' }",
         {"project.external_ids[0].scheme", "project.external_ids[0].value"}},
        {"sources { title: 'x' retrieved_date { year: 2026 month: 6 day: 16 } }",
         {"project.sources[0].retrieved_date"}},
    }));

}  // namespace
}  // namespace jumelage
