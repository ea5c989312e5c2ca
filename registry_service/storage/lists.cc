#include "registry_service/storage/lists.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
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

// Returns the SQL with which a field with several values also selects the values of resources of
// the table `resources` that were merged into the row. `values` is the side table of the values.
std::string OfMerged(absl::string_view resources, absl::string_view values) {
  return absl::Substitute(
      "SELECT kept.id FROM redirect_ends e JOIN $0 merged ON merged.name = e.name "
      "JOIN $0 kept ON kept.name = e.target JOIN $1 v ON v.owner = merged.id WHERE ",
      resources, values);
}

// Returns the fields that lists of mergeable resources have in common. The names and the external
// ids of merged resources lead to the resource that they were merged into.
std::vector<FilterField> WithMergeableFields(absl::string_view collection,
                                             absl::string_view external_ids,
                                             std::vector<FilterField> own) {
  std::vector<FilterField> fields = WithCommonFields(collection, external_ids, std::move(own));
  for (FilterField& field : fields) {
    if (field.name == "name") field = std::move(field).Alike(SqlNamesOf("?"));
    if (field.name == "external_ids") {
      field = std::move(field).AndIn(OfMerged(collection, external_ids));
    }
  }
  return fields;
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
      WithCommonOrders(
          {{"display_name", "display_key"}, {"signed_date", "signed_date", NoDate()}}));
}

ListSpec CityList() {
  constexpr absl::string_view kNames = "SELECT owner FROM city_names WHERE ";
  return ListSpec(
      FilterSchema(
          WithMergeableFields(
              "cities", "city_external_ids",
              {
                  FilterField::Name("display_name", "display_key"),
                  FilterField::Name("names", "key")
                      .In(kNames)
                      .AndIn(OfMerged("cities", "city_names")),
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
      WithCommonOrders({{"display_name", "display_key"},
                        {"country", "country", NoText()},
                        {"population", "population", NoNumber()}}));
}

ListSpec OrganizationList() {
  constexpr absl::string_view kNamed = "path <> 'merged_into'";
  return ListSpec(
      FilterSchema(
          WithMergeableFields(
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
      WithCommonOrders({{"display_name", "display_key"},
                        {"country", "country", NoText()},
                        {"founded", "founded", NoDate()}}));
}

ListSpec TwinningList() {
  constexpr absl::string_view kReferences = "twinning_references";
  // The country of a side is that of the city that its name leads to.
  constexpr absl::string_view kCountries =
      "SELECT r.owner FROM twinning_references r JOIN cities c ON c.name = r.target "
      "WHERE r.path = 'sides.city' AND c.deleted <> 2 AND ";
  constexpr absl::string_view kCountriesOfMerged =
      "SELECT r.owner FROM redirect_ends e JOIN cities c ON c.name = e.target "
      "JOIN twinning_references r ON r.target = e.name AND r.path = 'sides.city' WHERE ";
  constexpr absl::string_view kCityNames =
      "SELECT r.owner FROM city_names n JOIN cities c ON c.id = n.owner "
      "JOIN twinning_references r ON r.target = c.name AND r.path = 'sides.city' WHERE ";
  // The names of all cities that lead to the same city as the side does.
  constexpr absl::string_view kCityNamesOfMerged =
      "WITH same(name, target) AS (SELECT name, target FROM redirect_ends "
      "UNION SELECT target, target FROM redirect_ends) "
      "SELECT r.owner FROM city_names n JOIN cities c ON c.id = n.owner "
      "JOIN same a ON a.name = c.name JOIN same b ON b.target = a.target "
      "JOIN twinning_references r ON r.target = b.name AND r.path = 'sides.city' WHERE ";
  constexpr absl::string_view kStates =
      "SELECT 1 FROM twinning_states s WHERE s.owner = twinnings.id AND s.first_day <= ? AND "
      "s.last_day >= ? AND ";
  constexpr absl::string_view kThemes = "SELECT owner FROM twinning_themes WHERE ";
  return ListSpec(
      FilterSchema(
          WithMergeableFields(
              "twinnings", "twinning_external_ids",
              {
                  FilterField::Enum("state", Twinning::State_descriptor(), "state"),
                  FilterField::Enum("kind", Twinning::Kind_descriptor(), "kind"),
                  Reference("city", "cities", kReferences, "path = 'sides.city'"),
                  FilterField::Name("city_names", "n.key").In(kCityNames).AndIn(kCityNamesOfMerged),
                  FilterField::Text("country", "c.country")
                      .In(kCountries)
                      .AndIn(kCountriesOfMerged),
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
      WithCommonOrders({{"established", "established", NoDate()},
                        {"relation_since", "relation_since", NoDate()}}));
}

}  // namespace jumelage
