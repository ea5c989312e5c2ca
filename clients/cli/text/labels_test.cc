#include "clients/cli/text/labels.h"

#include <set>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

// Checks that every value of the enum except UNSPECIFIED has a label in both languages, and that no
// two values have the same label in either language.
template <typename Enum>
void ExpectLabelsFor() {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (const Language language : {Language::kEnglish, Language::kFrench}) {
    std::set<std::string> seen;
    for (int i = 0; i < type.value_count(); ++i) {
      const auto value = static_cast<Enum>(type.value(i)->number());
      const std::string label(Label(value, language));
      EXPECT_EQ(label.empty(), type.value(i)->number() == 0) << type.value(i)->full_name();
      if (!label.empty()) {
        EXPECT_TRUE(seen.insert(label).second) << type.value(i)->full_name() << " is " << label;
      }
    }
  }
}

TEST(LabelsTest, EveryValueHasALabel) {
  ExpectLabelsFor<type::v1::Topic>();
  ExpectLabelsFor<registry::v1::City::Kind>();
  ExpectLabelsFor<registry::v1::AdministrativeLevel>();
  ExpectLabelsFor<registry::v1::CityName::Kind>();
  ExpectLabelsFor<registry::v1::Organization::Kind>();
  ExpectLabelsFor<registry::v1::Agreement::Kind>();
  ExpectLabelsFor<registry::v1::Twinning::Kind>();
  ExpectLabelsFor<registry::v1::Twinning::State>();
  ExpectLabelsFor<registry::v1::TwinningSide::Priority>();
  ExpectLabelsFor<registry::v1::LedgerEntry::Step>();
  ExpectLabelsFor<registry::v1::TwinningOrganization::Role>();
  ExpectLabelsFor<projects::v1::Project::Kind>();
  ExpectLabelsFor<projects::v1::Project::State>();
  ExpectLabelsFor<projects::v1::ProjectLedgerEntry::Step>();
  ExpectLabelsFor<projects::v1::Participant::Role>();
  ExpectLabelsFor<projects::v1::RelatedProject::Relation>();
  ExpectLabelsFor<projects::v1::RegistryReference::State>();
}

// The service may be newer than this program.
TEST(LabelsTest, AnUnknownValueHasItsNumberAsLabel) {
  using projects::v1::Site;
  for (const Language language : {Language::kEnglish, Language::kFrench}) {
    EXPECT_EQ(Label(type::v1::Topic(999), language), "999");
    EXPECT_EQ(Label(registry::v1::City::Kind(999), language), "999");
    EXPECT_EQ(Label(registry::v1::Twinning::State(999), language), "999");
    EXPECT_EQ(Label(registry::v1::LedgerEntry::Step(999), language), "999");
    EXPECT_EQ(Label(projects::v1::Project::Kind(999), language), "999");
    EXPECT_EQ(Label(projects::v1::Participant::Role(999), language), "999");
    EXPECT_EQ(DirectionLabel(registry::v1::Distance::Direction(999), language), "999");
    EXPECT_EQ(CountedLevel(registry::v1::AdministrativeLevel(999), 2, language), "2 × 999");
    EXPECT_EQ(CountedLevel(registry::v1::ADMINISTRATIVE_LEVEL_UNSPECIFIED, 2, language), "2");
    EXPECT_EQ(FacilityLabel(Site::FacilityKind(999), 0, language), "999");
    EXPECT_EQ(FacilityLabel(Site::FacilityKind(999), 1, language), "999");
    EXPECT_EQ(FacilityLabel(Site::FacilityKind(999), 2, language), "2 × 999");
  }
}

TEST(LabelsTest, EveryDirectionAndFacilityHasALabel) {
  using projects::v1::Site;
  using registry::v1::Distance;
  for (const Language language : {Language::kEnglish, Language::kFrench}) {
    for (int i = 1; i <= Distance::Direction_MAX; ++i) {
      EXPECT_NE(DirectionLabel(static_cast<Distance::Direction>(i), language), "") << i;
    }
    for (int i = 1; i <= Site::FacilityKind_MAX; ++i) {
      const auto kind = static_cast<Site::FacilityKind>(i);
      EXPECT_NE(FacilityLabel(kind, 1, language), "") << i;
      EXPECT_GT(FacilityLabel(kind, 2, language).size(), 3u) << i;
    }
  }
}

TEST(LabelsTest, FacilitiesAreCounted) {
  using projects::v1::Site;
  EXPECT_EQ(FacilityLabel(Site::FACILITY_KIND_LOWER_SECONDARY_SCHOOL, 2, Language::kFrench),
            "2 collèges");
  EXPECT_EQ(FacilityLabel(Site::FACILITY_KIND_LOWER_SECONDARY_SCHOOL, 1, Language::kEnglish),
            "lower secondary school");
  EXPECT_EQ(FacilityLabel(Site::FACILITY_KIND_LOWER_SECONDARY_SCHOOL, 0, Language::kEnglish),
            "lower secondary schools");
  EXPECT_EQ(FacilityLabel(Site::FACILITY_KIND_UNSPECIFIED, 0, Language::kEnglish), "");
}

TEST(LabelsTest, ExplainsDacCodesAndSdgTargets) {
  EXPECT_EQ(DacLabel("14031", Language::kEnglish), "Basic drinking water supply");
  EXPECT_EQ(DacLabel("11220", Language::kFrench), "Enseignement primaire");
  EXPECT_EQ(DacLabel("12220", Language::kEnglish), "Basic health");
  EXPECT_EQ(DacLabel("140", Language::kEnglish), "");
  EXPECT_EQ(DacLabel("00000", Language::kFrench), "");
  EXPECT_EQ(DacLabel("", Language::kFrench), "");
  EXPECT_EQ(SdgGoalLabel("6.b", Language::kEnglish), "Clean water and sanitation");
  EXPECT_EQ(SdgGoalLabel("17", Language::kFrench),
            "Partenariats pour la réalisation des objectifs");
  EXPECT_EQ(SdgGoalLabel("18.1", Language::kEnglish), "");
}

TEST(LabelsTest, CountsInTheFormsOfTheLanguage) {
  const auto level = registry::v1::ADMINISTRATIVE_LEVEL_COMMUNE;
  EXPECT_EQ(CountedLevel(level, 1, Language::kEnglish), "1 municipality");
  EXPECT_EQ(CountedLevel(level, 0, Language::kEnglish), "0 municipalities");
  EXPECT_EQ(CountedLevel(level, 0, Language::kFrench), "0 commune");
  EXPECT_EQ(CountedLevel(level, 1, Language::kFrench), "1 commune");
  EXPECT_EQ(CountedLevel(level, 1200, Language::kFrench), "1\u202f200 communes");
  EXPECT_EQ(FacilityLabel(projects::v1::Site::FACILITY_KIND_LOWER_SECONDARY_SCHOOL, 1200,
                          Language::kFrench),
            "1\u202f200 collèges");
}

}  // namespace
}  // namespace jumelage::cli
