#include "registry_service/storage/tables.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/resource/columns.h"
#include "common/search/name_tables.h"
#include "common/values/date_text.h"
#include "common/values/sphere.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"
#include "registry_service/domain/disagreements.h"
#include "registry_service/domain/partners.h"
#include "registry_service/domain/states_on_day.h"
#include "registry_service/domain/uncertain_period.h"
#include "registry_service/storage/conditions.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::City;
using registry::v1::Organization;
using registry::v1::Twinning;

// Returns the most recent population without its qualifier, or -1 if there is none.
int64_t PopulationOf(const City& city) {
  return city.populations().empty() ? -1 : city.populations(0).value();
}

// Returns the city's location on the unit sphere. If it has no location, returns a point whose z is
// impossible.
SpherePoint PlaceOf(const City& city) {
  constexpr SpherePoint kNowhere{0, 0, 9};
  if (!city.has_location()) return kNowhere;
  return ToSphere(city.location().latitude(), city.location().longitude());
}

// Returns a day as a number such as 20070615. An open bound becomes `open`.
int64_t DayNumber(const std::optional<absl::CivilDay>& day, int64_t open) {
  return day ? NumberOfDay(*day) : open;
}
int64_t FirstDay(const DayBounds& days) { return DayNumber(days.earliest, 0); }
int64_t LastDay(const DayBounds& days) { return DayNumber(days.latest, kAfterAllDays); }

// Returns the side table of the states in which a link may have been, with the first and the last
// possible day of each.
SideTableSpec<Twinning> PossibleStatesTable() {
  SideTableSpec<Twinning> spec = {"twinning_states",
                                  {"state", "first_day", "last_day"},
                                  [](const Twinning& twinning, SideRows* rows) {
                                    for (const StateDays& state : PossibleStateDays(twinning)) {
                                      rows->Add(static_cast<int64_t>(state.state),
                                                FirstDay(state.days), LastDay(state.days));
                                    }
                                  }};
  spec.by_owner = true;
  return spec;
}

// Returns the first or last day on which an agreement is in force, possibly or certainly.
int64_t InForceDay(const Agreement& agreement, bool certainly, bool first) {
  const UncertainPeriod period = InForce(agreement);
  if (!certainly) return first ? FirstDay(period.possible) : LastDay(period.possible);
  // If there is no day on which the agreement is certainly in force, store a period that ends
  // before it begins.
  if (!period.certain) return first ? kAfterAllDays : 0;
  return first ? FirstDay(*period.certain) : LastDay(*period.certain);
}

// All types that can be merged share one table of redirects.
template <typename R>
SideTableSpec<R> Redirects() {
  SideTableSpec<R> spec = {"redirects", {"name", "target"}, [](const R& resource, SideRows* rows) {
                             if (!resource.merged_into().empty()) {
                               rows->Add(resource.name(), resource.merged_into());
                             }
                           }};
  spec.shared = true;
  return spec;
}

// Returns the date from which anniversaries of the link are counted, or an empty string if it is
// not known.
sqlite::Value SinceText(const Twinning& twinning) {
  const type::v1::UncertainDate* since = CountedSince(twinning);
  return since == nullptr ? std::string() : DateText(*since);
}

// Returns a set of bits, one for each kind of disagreement between the sides.
sqlite::Value DisagreementBits(const Twinning& twinning) {
  int64_t bits = 0;
  for (const registry::v1::DisagreementReason& reason : DisagreementsOf(twinning)) {
    bits |= DisagreementBit(reason.kind());
  }
  return bits;
}

void ThemeRows(const Twinning& twinning, SideRows* rows) {
  for (const int theme : twinning.themes()) rows->Add(static_cast<int64_t>(theme));
}

TableSpec<City> CitySpec() {
  TableSpec<City> spec;
  spec.collection = "cities";
  spec.columns = {
      DisplayKeyColumn<City>(),
      {"country", "TEXT", [](const City& city) { return city.country(); }},
      {"region", "TEXT", [](const City& city) { return city.region(); }},
      {"kind", "INTEGER", [](const City& city) { return static_cast<int64_t>(city.kind()); }},
      {"level", "INTEGER", [](const City& city) { return static_cast<int64_t>(city.level()); }},
      {"population", "INTEGER", PopulationOf},
      {"place_x", "REAL", [](const City& city) { return PlaceOf(city).x; }},
      {"place_y", "REAL", [](const City& city) { return PlaceOf(city).y; }},
      {"place_z", "REAL", [](const City& city) { return PlaceOf(city).z; }},
  };
  AddTimeColumns(&spec.columns);
  spec.side_tables = {References<City>("city_references"), ExternalIds<City>("city_external_ids"),
                      Redirects<City>()};
  AddNameTables(kCityNames, &spec.side_tables);
  spec.indexes = {{"display_key"}, {"country"},   {"population"},
                  {"place_z"},     {"create_us"}, {"update_us"}};
  return spec;
}

TableSpec<Organization> OrganizationSpec() {
  TableSpec<Organization> spec;
  spec.collection = "organizations";
  spec.columns = {
      DisplayKeyColumn<Organization>(),
      {"country", "TEXT", [](const Organization& o) { return o.country(); }},
      {"kind", "INTEGER", [](const Organization& o) { return static_cast<int64_t>(o.kind()); }},
      {"founded", "TEXT",
       [](const Organization& o) { return DateKey(o.has_founded(), o.founded()); }},
      {"dissolved", "TEXT",
       [](const Organization& o) { return DateKey(o.has_dissolved(), o.dissolved()); }},
  };
  AddTimeColumns(&spec.columns);
  spec.side_tables = {References<Organization>("organization_references"),
                      ExternalIds<Organization>("organization_external_ids"),
                      Redirects<Organization>()};
  AddNameTables(kOrganizationNames, &spec.side_tables);
  spec.indexes = {{"display_key"}, {"country"}, {"founded"}, {"create_us"}, {"update_us"}};
  return spec;
}

TableSpec<Agreement> AgreementSpec() {
  TableSpec<Agreement> spec;
  spec.collection = "agreements";
  spec.columns = {
      DisplayKeyColumn<Agreement>(),
      {"kind", "INTEGER", [](const Agreement& a) { return static_cast<int64_t>(a.kind()); }},
      {"signed_date", "TEXT",
       [](const Agreement& a) { return DateKey(a.has_signed_date(), a.signed_date()); }},
      {"term_start", "TEXT",
       [](const Agreement& a) { return DateKey(a.has_term_start(), a.term_start()); }},
      {"term_end", "TEXT",
       [](const Agreement& a) { return DateKey(a.has_term_end(), a.term_end()); }},
      {"possibly_from", "INTEGER", [](const Agreement& a) { return InForceDay(a, false, true); }},
      {"possibly_until", "INTEGER", [](const Agreement& a) { return InForceDay(a, false, false); }},
      {"certainly_from", "INTEGER", [](const Agreement& a) { return InForceDay(a, true, true); }},
      {"certainly_until", "INTEGER", [](const Agreement& a) { return InForceDay(a, true, false); }},
  };
  AddTimeColumns(&spec.columns);
  spec.side_tables = {References<Agreement>("agreement_references"),
                      ExternalIds<Agreement>("agreement_external_ids")};
  AddNameTables(kAgreementNames, &spec.side_tables);
  spec.indexes = {{"display_key"}, {"signed_date"}, {"create_us"}, {"update_us"}};
  return spec;
}

TableSpec<Twinning> TwinningSpec() {
  TableSpec<Twinning> spec;
  spec.collection = "twinnings";
  spec.columns = {
      {"kind", "INTEGER", [](const Twinning& t) { return static_cast<int64_t>(t.kind()); }},
      {"state", "INTEGER", [](const Twinning& t) { return static_cast<int64_t>(t.state()); }},
      {"established", "TEXT",
       [](const Twinning& t) { return DateKey(t.has_established(), t.established()); }},
      {"relation_since", "TEXT",
       [](const Twinning& t) { return DateKey(t.has_relation_since(), t.relation_since()); }},
      {"live_pair", "TEXT", [](const Twinning& t) { return LivePairKey(t); }},
      {"since", "TEXT", SinceText},
      {"disagreements", "INTEGER", DisagreementBits},
  };
  AddTimeColumns(&spec.columns);
  spec.side_tables = {References<Twinning>("twinning_references"),
                      ExternalIds<Twinning>("twinning_external_ids"),
                      Redirects<Twinning>(),
                      {"twinning_themes", {"theme"}, ThemeRows},
                      PossibleStatesTable()};
  spec.indexes = {{"live_pair"},
                  {"established"},
                  {"relation_since"},
                  {"create_us"},
                  {"update_us"},
                  {"disagreements"},
                  // A covering index for the query for anniversaries.
                  {"since", "deleted", "state", "kind"}};
  return spec;
}

}  // namespace

std::string LivePairKey(const Twinning& twinning) {
  if (twinning.state() == Twinning::STATE_ENDED || twinning.sides_size() != 2) return "";
  const auto [first, second] = std::minmax(twinning.sides(0).city(), twinning.sides(1).city());
  return absl::StrCat(static_cast<int>(twinning.kind()), " ", first, " ", second);
}

RegistryTables::RegistryTables()
    : agreement_table_(AgreementSpec()),
      city_table_(CitySpec()),
      organization_table_(OrganizationSpec()),
      twinning_table_(TwinningSpec()),
      agreements_(&agreement_table_, NamesMerged),
      cities_(&city_table_, NamesMerged),
      organizations_(&organization_table_, NamesMerged),
      twinnings_(&twinning_table_, NamesMerged) {
  schema_.tables = {&city_table_, &organization_table_, &agreement_table_, &twinning_table_};
  schema_.extra_ddl = kRedirectsDdl;
  admission_ = std::make_unique<Admission>(&schema_, /*foreign=*/nullptr, ResolveName);
}

}  // namespace jumelage
