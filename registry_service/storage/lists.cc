#include "registry_service/storage/lists.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/fields.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/type/v1/fact.pb.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::City;
using registry::v1::Organization;
using registry::v1::Twinning;

// Returns a filter field for the references in the fields that the condition `paths` selects.
// `table` is the side table of references. A reference to a merged resource counts as a reference
// to the resource that it was merged into.
FilterField Reference(absl::string_view name, absl::string_view collection, absl::string_view table,
                      absl::string_view paths) {
  return ReferenceField(name, collection, table, paths, SqlNamesOf("?"));
}

// Returns an SQL subquery that selects the name of the city that its parameter, a name, resolves
// to. It selects nothing if there is no such city.
std::string PlaceNames() {
  return absl::StrCat("(SELECT name FROM main.cities WHERE deleted <> 2 AND name IN ",
                      SqlNamesOf("?"), ")");
}

}  // namespace

ListSpec AgreementList() {
  constexpr absl::string_view kParties = "path LIKE 'parties.%'";
  return ListSpec(
      FilterSchema(
          WithCommonFields(
              "agreements", "agreement_external_ids",
              {
                  FilterField::Name("display_name", "display_key"),
                  FilterField::Enum("kind", Agreement::Kind_descriptor(), "kind"),
                  Reference("city", "cities", "agreement_references", kParties),
                  Reference("organization", "organizations", "agreement_references", kParties),
                  FilterField::Date("signed_date", "signed_date"),
                  FilterField::Date("term_start", "term_start"),
                  FilterField::Date("term_end", "term_end"),
              }),
          "display_name"),
      WithCommonOrders({{"display_name", "display_key"}, {"signed_date", "signed_date"}}));
}

ListSpec CityList() {
  constexpr absl::string_view kNames = "SELECT owner FROM city_names WHERE ";
  return ListSpec(
      FilterSchema(
          WithCommonFields(
              "cities", "city_external_ids",
              {
                  FilterField::Name("display_name", "display_key"),
                  FilterField::Name("names", "key").In(kNames),
                  FilterField::Text("country", "country"),
                  FilterField::Text("region", "region"),
                  FilterField::Enum("kind", City::Kind_descriptor(), "kind"),
                  FilterField::Enum("level", registry::v1::AdministrativeLevel_descriptor(),
                                    "level"),
                  Reference("parent", "cities", "city_references", "path = 'parent'"),
                  FilterField::Integer("population", "population"),
                  FilterField::Presence("location", "(place_z <= 1)"),
                  FilterField::Distance("distance", "cities", "place_").Alike(PlaceNames()),
              }),
          "names"),
      WithCommonOrders(
          {{"display_name", "display_key"}, {"country", "country"}, {"population", "population"}}));
}

ListSpec OrganizationList() {
  constexpr absl::string_view kNamed = "path <> 'merged_into'";
  return ListSpec(
      FilterSchema(
          WithCommonFields(
              "organizations", "organization_external_ids",
              {
                  FilterField::Name("display_name", "display_key"),
                  FilterField::Text("country", "country"),
                  FilterField::Enum("kind", Organization::Kind_descriptor(), "kind"),
                  Reference("city", "cities", "organization_references", kNamed),
                  Reference("organization", "organizations", "organization_references", kNamed),
                  FilterField::Date("founded", "founded"),
                  FilterField::Date("dissolved", "dissolved"),
              }),
          "display_name"),
      WithCommonOrders(
          {{"display_name", "display_key"}, {"country", "country"}, {"founded", "founded"}}));
}

ListSpec TwinningList() {
  constexpr absl::string_view kReferences = "twinning_references";
  constexpr absl::string_view kCountries =
      "SELECT r.owner FROM twinning_references r JOIN cities c ON c.name = r.target "
      "WHERE r.path = 'sides.city' AND ";
  constexpr absl::string_view kCityNames =
      "SELECT r.owner FROM city_names n JOIN cities c ON c.id = n.owner "
      "JOIN twinning_references r ON r.target = c.name AND r.path = 'sides.city' WHERE ";
  constexpr absl::string_view kStates =
      "SELECT 1 FROM twinning_states s WHERE s.owner = twinnings.id AND s.first_day <= ? AND "
      "s.last_day >= ? AND ";
  constexpr absl::string_view kThemes = "SELECT owner FROM twinning_themes WHERE ";
  return ListSpec(
      FilterSchema(
          WithCommonFields(
              "twinnings", "twinning_external_ids",
              {
                  FilterField::Enum("state", Twinning::State_descriptor(), "state"),
                  FilterField::Enum("kind", Twinning::Kind_descriptor(), "kind"),
                  Reference("city", "cities", kReferences, "path = 'sides.city'"),
                  FilterField::Name("city_names", "n.key").In(kCityNames),
                  FilterField::Text("country", "c.country").In(kCountries),
                  Reference("organization", "organizations", kReferences,
                            "path = 'organizations.organization'"),
                  Reference("agreement", "agreements", kReferences,
                            "path IN ('charter', 'agreements')"),
                  FilterField::Date("established", "established"),
                  FilterField::Date("relation_since", "relation_since"),
                  FilterField::Enum("themes", type::v1::Topic_descriptor(), "theme").In(kThemes),
                  FilterField::DayTest("active_on", kStates,
                                       absl::StrCat("s.state = ", Twinning::STATE_ACTIVE)),
              }),
          "city_names"),
      WithCommonOrders({{"established", "established"}, {"relation_since", "relation_since"}}));
}

}  // namespace jumelage
