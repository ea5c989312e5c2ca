#include "registry_service/service/lists.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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

// What a resource names in the `rows` of a table of references. Merged resources are the ones that
// they were merged into.
FilterField Reference(absl::string_view name, absl::string_view collection,
                      absl::string_view rows) {
  return FilterField::ResourceName(name, collection, "target").In(rows).Alike(SqlNamesOf("?"));
}

// The city that a name stands for.
std::string PlaceNames() {
  return absl::StrCat("(SELECT name FROM main.cities WHERE deleted <> 2 AND name IN ",
                      SqlNamesOf("?"), ")");
}

// What every type can be filtered by, and then its own fields.
std::vector<FilterField> WithCommon(absl::string_view collection, absl::string_view external_ids,
                                    std::vector<FilterField> own) {
  std::vector<FilterField> fields = {FilterField::ResourceName("name", collection, "name")};
  for (FilterField& field : own) fields.push_back(std::move(field));
  fields.push_back(FilterField::TextMap("external_ids", external_ids, "scheme", "value"));
  fields.push_back(FilterField::Time("create_time", "create_us"));
  fields.push_back(FilterField::Time("update_time", "update_us"));
  fields.push_back(FilterField::Bool("deleted", "(deleted = 1)"));
  return fields;
}

}  // namespace

ListSpec AgreementList() {
  constexpr absl::string_view kExternalIds = "SELECT owner FROM agreement_external_ids WHERE ";
  constexpr absl::string_view kParties =
      "SELECT owner FROM agreement_references WHERE path LIKE 'parties.%' AND ";
  return ListSpec(
      FilterSchema(WithCommon("agreements", kExternalIds,
                              {
                                  FilterField::Name("display_name", "display_key"),
                                  FilterField::Enum("kind", Agreement::Kind_descriptor(), "kind"),
                                  Reference("city", "cities", kParties),
                                  Reference("organization", "organizations", kParties),
                                  FilterField::Date("signed_date", "signed_date"),
                                  FilterField::Date("term_start", "term_start"),
                                  FilterField::Date("term_end", "term_end"),
                              }),
                   "display_name"),
      {{"display_name", "display_key"},
       {"signed_date", "signed_date"},
       {"create_time", "create_us"},
       {"update_time", "update_us"}});
}

ListSpec CityList() {
  constexpr absl::string_view kExternalIds = "SELECT owner FROM city_external_ids WHERE ";
  constexpr absl::string_view kNames = "SELECT owner FROM city_names WHERE ";
  constexpr absl::string_view kParent =
      "SELECT owner FROM city_references WHERE path = 'parent' AND ";
  return ListSpec(
      FilterSchema(
          WithCommon("cities", kExternalIds,
                     {
                         FilterField::Name("display_name", "display_key"),
                         FilterField::Name("names", "key").In(kNames),
                         FilterField::Text("country", "country"),
                         FilterField::Text("region", "region"),
                         FilterField::Enum("kind", City::Kind_descriptor(), "kind"),
                         FilterField::Enum("level", registry::v1::AdministrativeLevel_descriptor(),
                                           "level"),
                         Reference("parent", "cities", kParent),
                         FilterField::Integer("population", "population"),
                         FilterField::Presence("location", "(place_z <= 1)"),
                         FilterField::Distance("distance", "cities", "place_").Alike(PlaceNames()),
                     }),
          "names"),
      {{"display_name", "display_key"},
       {"country", "country"},
       {"population", "population"},
       {"create_time", "create_us"},
       {"update_time", "update_us"}});
}

ListSpec OrganizationList() {
  constexpr absl::string_view kExternalIds = "SELECT owner FROM organization_external_ids WHERE ";
  constexpr absl::string_view kNamed =
      "SELECT owner FROM organization_references WHERE path <> 'merged_into' AND ";
  return ListSpec(
      FilterSchema(
          WithCommon("organizations", kExternalIds,
                     {
                         FilterField::Name("display_name", "display_key"),
                         FilterField::Text("country", "country"),
                         FilterField::Enum("kind", Organization::Kind_descriptor(), "kind"),
                         Reference("city", "cities", kNamed),
                         Reference("organization", "organizations", kNamed),
                         FilterField::Date("founded", "founded"),
                         FilterField::Date("dissolved", "dissolved"),
                     }),
          "display_name"),
      {{"display_name", "display_key"},
       {"country", "country"},
       {"founded", "founded"},
       {"create_time", "create_us"},
       {"update_time", "update_us"}});
}

ListSpec TwinningList() {
  constexpr absl::string_view kExternalIds = "SELECT owner FROM twinning_external_ids WHERE ";
  constexpr absl::string_view kCities =
      "SELECT owner FROM twinning_references WHERE path = 'sides.city' AND ";
  constexpr absl::string_view kCountries =
      "SELECT r.owner FROM twinning_references r JOIN cities c ON c.name = r.target "
      "WHERE r.path = 'sides.city' AND ";
  constexpr absl::string_view kCityNames =
      "SELECT r.owner FROM city_names n JOIN cities c ON c.id = n.owner "
      "JOIN twinning_references r ON r.target = c.name AND r.path = 'sides.city' WHERE ";
  constexpr absl::string_view kOrganizations =
      "SELECT owner FROM twinning_references WHERE path = 'organizations.organization' AND ";
  constexpr absl::string_view kAgreements =
      "SELECT owner FROM twinning_references WHERE path IN ('charter', 'agreements') AND ";
  constexpr absl::string_view kStates =
      "SELECT 1 FROM twinning_states s WHERE s.owner = twinnings.id AND s.first_day <= ? AND "
      "s.last_day >= ? AND ";
  constexpr absl::string_view kThemes = "SELECT owner FROM twinning_themes WHERE ";
  return ListSpec(
      FilterSchema(
          WithCommon(
              "twinnings", kExternalIds,
              {
                  FilterField::Enum("state", Twinning::State_descriptor(), "state"),
                  FilterField::Enum("kind", Twinning::Kind_descriptor(), "kind"),
                  Reference("city", "cities", kCities),
                  FilterField::Name("city_names", "n.key").In(kCityNames),
                  FilterField::Text("country", "c.country").In(kCountries),
                  Reference("organization", "organizations", kOrganizations),
                  Reference("agreement", "agreements", kAgreements),
                  FilterField::Date("established", "established"),
                  FilterField::Date("relation_since", "relation_since"),
                  FilterField::Enum("themes", type::v1::Topic_descriptor(), "theme").In(kThemes),
                  FilterField::DayTest("active_on", kStates,
                                       absl::StrCat("s.state = ", Twinning::STATE_ACTIVE)),
              }),
          "city_names"),
      {{"established", "established"},
       {"relation_since", "relation_since"},
       {"create_time", "create_us"},
       {"update_time", "update_us"}});
}

}  // namespace jumelage
