#include "absl/strings/str_cat.h"
#include "clients/cli/text/label_table.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"

namespace jumelage::cli {
namespace {

using registry::v1::AdministrativeLevel;
using registry::v1::Agreement;
using registry::v1::City;
using registry::v1::CityName;
using registry::v1::Distance;
using registry::v1::LedgerEntry;
using registry::v1::Organization;
using registry::v1::Twinning;
using registry::v1::TwinningOrganization;
using registry::v1::TwinningSide;
using type::v1::Topic;

constexpr LabelRow<Topic> kTopics[] = {
    {type::v1::TOPIC_GEOGRAPHY, "Geography", "Géographie"},
    {type::v1::TOPIC_HISTORY, "History", "Histoire"},
    {type::v1::TOPIC_ECONOMY, "Economy", "Économie"},
    {type::v1::TOPIC_CULTURE, "Culture", "Culture"},
    {type::v1::TOPIC_TRANSPORT, "Transport", "Transports"},
    {type::v1::TOPIC_NATURE, "Nature", "Nature"},
    {type::v1::TOPIC_EDUCATION, "Education", "Éducation"},
    {type::v1::TOPIC_SPORT, "Sport", "Sport"},
    {type::v1::TOPIC_TOURISM, "Tourism", "Tourisme"},
    {type::v1::TOPIC_HERITAGE, "Heritage", "Patrimoine"},
    {type::v1::TOPIC_POPULATION, "Population", "Population"},
    {type::v1::TOPIC_ADMINISTRATION, "Administration", "Administration"},
    {type::v1::TOPIC_TRADE, "Trade", "Commerce"},
    {type::v1::TOPIC_MUNICIPAL_MANAGEMENT, "Municipal management", "Gestion communale"},
    {type::v1::TOPIC_PEACE, "Peace", "Paix"},
    {type::v1::TOPIC_SOLIDARITY, "Solidarity", "Solidarité"},
    {type::v1::TOPIC_COOPERATION, "Cooperation", "Coopération"},
    {type::v1::TOPIC_WATER, "Water", "Eau"},
    {type::v1::TOPIC_HEALTH, "Health", "Santé"},
    {type::v1::TOPIC_YOUTH, "Youth", "Jeunesse"},
    {type::v1::TOPIC_DEFENCE, "Defence", "Défense"},
    {type::v1::TOPIC_ENERGY, "Energy", "Énergie"},
    {type::v1::TOPIC_SCIENCE, "Science", "Sciences"},
};

constexpr LabelRow<City::Kind> kCityKinds[] = {
    {City::KIND_CITY, "city", "ville"},
    {City::KIND_TOWN, "town", "petite ville"},
    {City::KIND_VILLAGE, "village", "village"},
    {City::KIND_CITY_PART, "part of a city", "partie de ville"},
    {City::KIND_AGGLOMERATION, "built-up area", "agglomération"},
    {City::KIND_TERRITORY, "territory", "territoire"},
};

constexpr LabelRow<AdministrativeLevel> kLevels[] = {
    {registry::v1::ADMINISTRATIVE_LEVEL_LOCALITY, "locality", "localité"},
    {registry::v1::ADMINISTRATIVE_LEVEL_BOROUGH, "borough", "arrondissement"},
    {registry::v1::ADMINISTRATIVE_LEVEL_COMMUNE, "municipality", "commune"},
    {registry::v1::ADMINISTRATIVE_LEVEL_DISTRICT, "district", "district"},
    {registry::v1::ADMINISTRATIVE_LEVEL_COUNTY, "county", "comté"},
    {registry::v1::ADMINISTRATIVE_LEVEL_DEPARTMENT, "department", "département"},
    {registry::v1::ADMINISTRATIVE_LEVEL_REGION, "region", "région"},
    {registry::v1::ADMINISTRATIVE_LEVEL_STATE, "federated state", "État fédéré"},
    {registry::v1::ADMINISTRATIVE_LEVEL_CONSTITUENT_COUNTRY, "constituent country",
     "nation constitutive"},
    {registry::v1::ADMINISTRATIVE_LEVEL_PREFECTURE, "prefecture-level city", "ville-préfecture"},
};

constexpr LabelRow<AdministrativeLevel> kLevelsPlural[] = {
    {registry::v1::ADMINISTRATIVE_LEVEL_LOCALITY, "localities", "localités"},
    {registry::v1::ADMINISTRATIVE_LEVEL_BOROUGH, "boroughs", "arrondissements"},
    {registry::v1::ADMINISTRATIVE_LEVEL_COMMUNE, "municipalities", "communes"},
    {registry::v1::ADMINISTRATIVE_LEVEL_DISTRICT, "districts", "districts"},
    {registry::v1::ADMINISTRATIVE_LEVEL_COUNTY, "counties", "comtés"},
    {registry::v1::ADMINISTRATIVE_LEVEL_DEPARTMENT, "departments", "départements"},
    {registry::v1::ADMINISTRATIVE_LEVEL_REGION, "regions", "régions"},
    {registry::v1::ADMINISTRATIVE_LEVEL_STATE, "federated states", "États fédérés"},
    {registry::v1::ADMINISTRATIVE_LEVEL_CONSTITUENT_COUNTRY, "constituent countries",
     "nations constitutives"},
    {registry::v1::ADMINISTRATIVE_LEVEL_PREFECTURE, "prefecture-level cities",
     "villes-préfectures"},
};

constexpr LabelRow<CityName::Kind> kNameKinds[] = {
    {CityName::KIND_OFFICIAL, "official", "officiel"},
    {CityName::KIND_EXONYM, "in other languages", "dans d’autres langues"},
    {CityName::KIND_ALIAS, "informal", "nom d’usage"},
    {CityName::KIND_FORMER, "former", "ancien"},
    {CityName::KIND_MISSPELLING, "misspelling", "graphie fautive"},
};

constexpr LabelRow<Organization::Kind> kOrganizationKinds[] = {
    {Organization::KIND_TWINNING_COMMITTEE, "twinning committee", "comité de jumelage"},
    {Organization::KIND_ASSOCIATION, "association", "association"},
    {Organization::KIND_MINISTRY, "ministry", "ministère"},
    {Organization::KIND_INTERMUNICIPAL_BODY, "intermunicipal body",
     "établissement public de coopération intercommunale"},
    {Organization::KIND_SCHOOL, "school", "établissement d’enseignement"},
    {Organization::KIND_INTERNATIONAL_ORGANIZATION, "international organization",
     "organisation internationale"},
    {Organization::KIND_COMPANY, "company", "entreprise"},
    {Organization::KIND_FOUNDATION, "foundation", "fondation"},
    {Organization::KIND_PUBLIC_BODY, "public body", "organisme public"},
};

constexpr LabelRow<Agreement::Kind> kAgreementKinds[] = {
    {Agreement::KIND_TWINNING_CHARTER, "twinning charter", "charte de jumelage"},
    {Agreement::KIND_CHARTER, "charter", "charte"},
    {Agreement::KIND_CONVENTION, "convention", "convention"},
    {Agreement::KIND_COOPERATION_AGREEMENT, "cooperation agreement", "accord de coopération"},
    {Agreement::KIND_LETTER_OF_INTENT, "letter of intent", "lettre d’intention"},
    {Agreement::KIND_DECISION, "council decision", "délibération"},
};

constexpr LabelRow<Twinning::Kind> kTwinningKinds[] = {
    {Twinning::KIND_TWINNING, "twinning", "jumelage"},
    {Twinning::KIND_FRIENDSHIP, "friendship", "amitié"},
    {Twinning::KIND_COOPERATION_AGREEMENT, "cooperation agreement", "accord de coopération"},
    {Twinning::KIND_DECENTRALISED_COOPERATION, "decentralised cooperation",
     "coopération décentralisée"},
};

constexpr LabelRow<Twinning::State> kTwinningStates[] = {
    {Twinning::STATE_PROPOSED, "proposed", "en projet"},
    {Twinning::STATE_ACTIVE, "active", "actif"},
    {Twinning::STATE_DORMANT, "dormant", "en sommeil"},
    {Twinning::STATE_SUSPENDED, "suspended", "suspendu"},
    {Twinning::STATE_ENDED, "ended", "terminé"},
};

constexpr LabelRow<TwinningSide::Priority> kPriorities[] = {
    {TwinningSide::PRIORITY_HIGH, "priority", "prioritaire"},
    {TwinningSide::PRIORITY_NORMAL, "normal priority", "priorité normale"},
    {TwinningSide::PRIORITY_LOW, "low priority", "priorité faible"},
};

constexpr LabelRow<LedgerEntry::Step> kTwinningSteps[] = {
    {LedgerEntry::STEP_SIGN, "signed", "signature"},
    {LedgerEntry::STEP_MARK_DORMANT, "became dormant", "mise en sommeil"},
    {LedgerEntry::STEP_SUSPEND, "suspended", "suspension"},
    {LedgerEntry::STEP_REACTIVATE, "taken up again", "reprise"},
    {LedgerEntry::STEP_END, "ended", "fin"},
    {LedgerEntry::STEP_VOID, "did not happen", "n’a pas eu lieu"},
};

constexpr LabelRow<TwinningOrganization::Role> kOrganizationRoles[] = {
    {TwinningOrganization::ROLE_MANAGING, "runs it", "l’anime"},
    {TwinningOrganization::ROLE_SUPPORTING, "keeps it alive", "le fait vivre"},
    {TwinningOrganization::ROLE_FUNDING, "funds it", "le finance"},
    {TwinningOrganization::ROLE_PARTICIPATING, "takes part in it", "y participe"},
};

constexpr LabelRow<Distance::Direction> kDirections[] = {
    {Distance::DIRECTION_NORTH, "north", "au nord"},
    {Distance::DIRECTION_NORTH_EAST, "north-east", "au nord-est"},
    {Distance::DIRECTION_EAST, "east", "à l’est"},
    {Distance::DIRECTION_SOUTH_EAST, "south-east", "au sud-est"},
    {Distance::DIRECTION_SOUTH, "south", "au sud"},
    {Distance::DIRECTION_SOUTH_WEST, "south-west", "au sud-ouest"},
    {Distance::DIRECTION_WEST, "west", "à l’ouest"},
    {Distance::DIRECTION_NORTH_WEST, "north-west", "au nord-ouest"},
};

}  // namespace

std::string Label(Topic topic, Language language) { return EnumLabel(kTopics, topic, language); }
std::string Label(City::Kind kind, Language language) {
  return EnumLabel(kCityKinds, kind, language);
}
std::string Label(AdministrativeLevel level, Language language) {
  return EnumLabel(kLevels, level, language);
}
std::string Label(CityName::Kind kind, Language language) {
  return EnumLabel(kNameKinds, kind, language);
}
std::string Label(Organization::Kind kind, Language language) {
  return EnumLabel(kOrganizationKinds, kind, language);
}
std::string Label(Agreement::Kind kind, Language language) {
  return EnumLabel(kAgreementKinds, kind, language);
}
std::string Label(Twinning::Kind kind, Language language) {
  return EnumLabel(kTwinningKinds, kind, language);
}
std::string Label(Twinning::State state, Language language) {
  return EnumLabel(kTwinningStates, state, language);
}
std::string Label(TwinningSide::Priority priority, Language language) {
  return EnumLabel(kPriorities, priority, language);
}
std::string Label(LedgerEntry::Step step, Language language) {
  return EnumLabel(kTwinningSteps, step, language);
}
std::string Label(TwinningOrganization::Role role, Language language) {
  return EnumLabel(kOrganizationRoles, role, language);
}
std::string CountedLevel(AdministrativeLevel level, int count, Language language) {
  std::string number = FormatNumber(count, language);
  const std::string one = Label(level, language);
  if (one.empty()) return number;
  const absl::string_view many = FindLabel(kLevelsPlural, level, language);
  if (many.empty()) return absl::StrCat(number, " × ", one);
  return absl::StrCat(number, " ", NounFor(count, one, many, language));
}
std::string DirectionLabel(Distance::Direction direction, Language language) {
  return EnumLabel(kDirections, direction, language);
}

}  // namespace jumelage::cli
