#include "registry_service/domain/city_rules.h"

#include <cmath>
#include <string>

#include "common/base/limits.h"
#include "common/message/message_checks.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "registry_service/domain/field_checks.h"

namespace jumelage {
namespace {

using google::protobuf::RepeatedPtrField;
using registry::v1::AdministrativeLevel_IsValid;
using registry::v1::Area;
using registry::v1::City;
using registry::v1::CityName;
using registry::v1::CityPart;
using registry::v1::Distance;
using registry::v1::Distinction;
using registry::v1::Office;
using registry::v1::OfficeHolder;

// Half the Earth's circumference.
constexpr double kMaxDistanceKm = 20040;

void CheckNames(const RepeatedPtrField<CityName>& names, Violations* violations) {
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = Indexed("city.names", i);
    CheckRequiredLine(path + ".text", names[i].text(), kMaxNameLength, violations);
    CheckLanguageCode(path + ".language_code", names[i].language_code(), violations);
    CheckEnum(path + ".kind", CityName::Kind_IsValid(names[i].kind()), violations);
    CheckPeriod(path, names[i], violations);
  }
}

void CheckDistances(const RepeatedPtrField<Distance>& distances, Violations* violations) {
  for (int i = 0; i < distances.size(); ++i) {
    const std::string path = Indexed("city.distances", i);
    CheckPlace(path + ".place", distances[i].place(), violations);
    const double km = distances[i].distance_km();
    // Written this way so that NaN, which compares false with everything, is refused.
    if (!(km >= 0 && km <= kMaxDistanceKm)) {
      violations->Add(path + ".distance_km", "must be from 0 to 20040");
    }
    CheckEnum(path + ".direction", Distance::Direction_IsValid(distances[i].direction()),
              violations);
  }
}

void CheckDistinctions(const RepeatedPtrField<Distinction>& distinctions, Violations* violations) {
  for (int i = 0; i < distinctions.size(); ++i) {
    const std::string path = Indexed("city.distinctions", i);
    const Distinction& distinction = distinctions[i];
    CheckTexts(path + ".titles", distinction.titles(), Required(TitleRules()), violations);
    if (distinction.has_organization()) {
      CheckResourceName(path + ".organization", distinction.organization(), "organizations",
                        violations);
    } else if (distinction.has_organization_display_name()) {
      CheckRequiredLine(path + ".organization_display_name",
                        distinction.organization_display_name(), kMaxNameLength, violations);
    }
    if (distinction.has_award_date()) {
      CheckUncertainDate(path + ".award_date", distinction.award_date(), violations);
    }
  }
}

void CheckHolder(const std::string& path, const OfficeHolder& holder, Violations* violations) {
  CheckPerson(path + ".person", holder.person(), violations);
  CheckSpan(path, {"term_start", holder.has_term_start() ? &holder.term_start() : nullptr},
            {"term_end", holder.has_term_end() ? &holder.term_end() : nullptr}, violations);
  CheckOrdinal(path + ".ordinal", holder.ordinal(), violations);
  CheckTexts(path + ".notes", holder.notes(), TextRules(), violations);
}

void CheckOffices(const RepeatedPtrField<Office>& offices, Violations* violations) {
  for (int i = 0; i < offices.size(); ++i) {
    const std::string path = Indexed("city.offices", i);
    CheckTexts(path + ".titles", offices[i].titles(), Required(TitleRules()), violations);
    for (int j = 0; j < offices[i].holders_size(); ++j) {
      CheckHolder(Indexed(path + ".holders", j), offices[i].holders(j), violations);
    }
  }
}

void CheckAreas(const RepeatedPtrField<Area>& areas, Violations* violations) {
  for (int i = 0; i < areas.size(); ++i) {
    const std::string path = Indexed("city.areas", i);
    CheckPlace(path + ".place", areas[i].place(), violations);
    CheckEnum(path + ".level", AdministrativeLevel_IsValid(areas[i].level()), violations);
  }
}

void CheckParts(const RepeatedPtrField<CityPart>& parts, Violations* violations) {
  for (int i = 0; i < parts.size(); ++i) {
    const std::string path = Indexed("city.parts", i);
    const int count = parts[i].part_count();
    if (parts[i].has_place()) {
      CheckPlace(path + ".place", parts[i].place(), violations);
      if (count < 0 || count > 1) violations->Add(path + ".part_count", "must be 1 for one place");
    } else if (count < 1) {
      violations->Add(path + ".part_count", "must be at least 1 if the part is not named");
    }
    CheckEnum(path + ".level", AdministrativeLevel_IsValid(parts[i].level()), violations);
    CheckTexts(path + ".notes", parts[i].notes(), TextRules(), violations);
  }
}

}  // namespace

void CheckCity(const City& city, absl::CivilDay today, Violations* violations) {
  CheckMessage("city", city, MessageLimits(), violations);
  CheckRequiredLine("city.display_name", city.display_name(), kMaxNameLength, violations);
  CheckNames(city.names(), violations);
  CheckEnum("city.kind", City::Kind_IsValid(city.kind()), violations);
  CheckEnum("city.level", AdministrativeLevel_IsValid(city.level()), violations);
  CheckCountry("city.country", city.country(), violations);
  CheckRegion("city.region", city.region(), city.country(), violations);
  if (city.has_location()) CheckLatLng("city.location", city.location(), violations);
  CheckDistances(city.distances(), violations);
  for (int i = 0; i < city.populations_size(); ++i) {
    CheckQualifiedCount(Indexed("city.populations", i), city.populations(i), violations);
  }
  CheckFacts("city.facts", city.facts(), today, violations);
  CheckDistinctions(city.distinctions(), violations);
  CheckLinks("city.websites", city.websites(), violations);
  CheckOffices(city.offices(), violations);
  CheckOptionalName("city.parent", city.parent(), "cities", violations);
  if (!city.parent().empty() && city.parent() == city.name()) {
    violations->Add("city.parent", "must not be the city itself");
  }
  CheckAreas(city.areas(), violations);
  CheckParts(city.parts(), violations);
  CheckExternalIds("city.external_ids", city.external_ids(), violations);
  CheckTexts("city.descriptions", city.descriptions(), TextRules(), violations);
  CheckSources("city.sources", city.sources(), today, violations);
}

}  // namespace jumelage
