#include "registry_service/service/queries/city_summary.h"

#include "common/base/status_macros.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {

using registry::v1::City;
using registry::v1::CitySummary;

CitySummary MakeSummary(absl::string_view city, absl::string_view display_name,
                        absl::string_view country) {
  CitySummary summary;
  summary.set_city(std::string(city));
  summary.set_display_name(std::string(display_name));
  summary.set_country(std::string(country));
  return summary;
}

absl::StatusOr<CitySummary> SummaryOf(const RegistryTables& tables, sqlite::Database& db,
                                      const std::string& name) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string resolved, ResolveName(db, name));
  JUMELAGE_ASSIGN_OR_RETURN(const City city, tables.cities().Get(db, resolved));
  CitySummary summary = MakeSummary(city.name(), city.display_name(), city.country());
  if (resolved != name) summary.set_recorded_as(name);
  return summary;
}

absl::Status AddSummaries(const RegistryTables& tables, sqlite::Database& db,
                          const registry::v1::Twinning& twinning,
                          google::protobuf::RepeatedPtrField<CitySummary>* cities) {
  for (const registry::v1::TwinningSide& side : twinning.sides()) {
    JUMELAGE_ASSIGN_OR_RETURN(*cities->Add(), SummaryOf(tables, db, side.city()));
  }
  return absl::OkStatus();
}

}  // namespace jumelage
