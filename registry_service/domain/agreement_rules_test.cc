#include "registry_service/domain/agreement_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "registry_service/domain/organization_rules.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::Organization;
using ::testing::UnorderedElementsAreArray;

const absl::CivilDay kToday(2026, 5, 9);

template <typename R, typename Check>
std::vector<std::string> FieldsOf(const std::string& text, Check check) {
  R resource;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &resource)) << text;
  Violations violations;
  check(resource, kToday, &violations);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

TEST(AgreementRulesTest, EachRuleNamesItsField) {
  const std::string kTwo =
      "parties { city: 'cities/a' } parties { organization: 'organizations/b' } ";
  const std::string kCharter = "display_name: 'A' kind: KIND_CHARTER ";
  const struct {
    std::string agreement;
    std::vector<std::string> fields;
  } kCases[] = {
      {kCharter + kTwo, {}},
      {"", {"agreement.display_name", "agreement.kind", "agreement.parties"}},
      {kCharter + "parties { city: 'cities/a' }", {"agreement.parties"}},
      {"display_name: 'A' kind: KIND_DECISION parties { city: 'cities/a' }", {}},
      {kCharter + "parties { city: 'cities/a' } parties { city: 'cities/a' }",
       {"agreement.parties[1]"}},
      {kCharter + "parties { city: 'cities/a' } parties { }", {"agreement.parties[1]"}},
      {kCharter + kTwo + "signatories { on_behalf_of { city: 'cities/c' } office_ordinal: -1 }",
       {"agreement.signatories[0].on_behalf_of", "agreement.signatories[0].office_ordinal"}},
      {kCharter + kTwo +
           "signatories { on_behalf_of { city: 'cities/a' } "
           "person { display_name: 'Pierre Bonnef' honorific: 'M.' } }",
       {}},
      {kCharter + kTwo + "signed_date { precision: PRECISION_YEAR earliest { year: 2027 } }",
       {"agreement.signed_date"}},
      {kCharter + kTwo + "signed_date { precision: PRECISION_YEAR earliest { year: 2026 } }", {}},
      // The end must not precede the beginning, whether `term_start` or `signed_date` gives the
      // beginning.
      {kCharter + kTwo +
           "term_start { precision: PRECISION_YEAR earliest { year: 2000 } } "
           "term_end { precision: PRECISION_YEAR earliest { year: 1999 } }",
       {"agreement.term_end"}},
      {kCharter + kTwo +
           "signed_date { precision: PRECISION_YEAR earliest { year: 2000 } } "
           "term_end { precision: PRECISION_YEAR earliest { year: 1999 } }",
       {"agreement.term_end"}},
      {kCharter + kTwo + "titles { language_code: 'f' text: '' }",
       {"agreement.titles[0].language_code", "agreement.titles[0].text"}},
      {kCharter + kTwo + "documents { }", {"agreement.documents[0].uri"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(FieldsOf<Agreement>(c.agreement, CheckAgreement),
                UnorderedElementsAreArray(c.fields))
        << c.agreement;
  }
}

TEST(OrganizationRulesTest, EachRuleNamesItsField) {
  const struct {
    std::string organization;
    std::vector<std::string> fields;
  } kCases[] = {
      {"display_name: 'A' kind: KIND_TWINNING_COMMITTEE country: 'FR'", {}},
      {"country: 'ZZ' seat_city: 'x' ",
       {"organization.display_name", "organization.country", "organization.seat_city"}},
      {"display_name: 'A' territories { }", {"organization.territories[0]"}},
      {"display_name: 'A' members { }", {"organization.members[0].member"}},
      {"name: 'organizations/a' display_name: 'A' "
       "members { member { organization: 'organizations/a' } }",
       {"organization.members[0].member"}},
      {"display_name: 'A' founded { precision: PRECISION_YEAR earliest { year: 2000 } } "
       "dissolved { precision: PRECISION_YEAR earliest { year: 1999 } }",
       {"organization.dissolved"}},
      {"display_name: 'A' names { language_code: 'fr' text: 'x' } "
       "names { language_code: 'fr' text: 'y' }",
       {}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(FieldsOf<Organization>(c.organization, CheckOrganization),
                UnorderedElementsAreArray(c.fields))
        << c.organization;
  }
}

}  // namespace
}  // namespace jumelage
