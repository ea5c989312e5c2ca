#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/label_table.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"

namespace jumelage::cli {
namespace {

using projects::v1::Participant;
using projects::v1::Project;
using projects::v1::ProjectLedgerEntry;
using projects::v1::RegistryReference;
using projects::v1::RelatedProject;
using projects::v1::Site;

constexpr LabelRow<Project::Kind> kProjectKinds[] = {
    {Project::KIND_DEVELOPMENT, "development", "développement"},
    {Project::KIND_EXCHANGE, "exchange", "échange"},
};

constexpr LabelRow<Project::State> kProjectStates[] = {
    {Project::STATE_UNKNOWN, "state not known", "état non précisé"},
    {Project::STATE_PIPELINE, "being prepared", "en préparation"},
    {Project::STATE_IMPLEMENTATION, "under way", "en cours"},
    {Project::STATE_FINALISATION, "being completed", "en phase finale"},
    {Project::STATE_CLOSED, "closed", "clos"},
    {Project::STATE_CANCELLED, "cancelled", "abandonné"},
    {Project::STATE_SUSPENDED, "suspended", "suspendu"},
};

constexpr LabelRow<ProjectLedgerEntry::Step> kProjectSteps[] = {
    {ProjectLedgerEntry::STEP_START, "started", "démarrage"},
    {ProjectLedgerEntry::STEP_FINALISE, "entered completion", "passage en phase finale"},
    {ProjectLedgerEntry::STEP_CLOSE, "closed", "clôture"},
    {ProjectLedgerEntry::STEP_CANCEL, "cancelled", "abandon"},
    {ProjectLedgerEntry::STEP_SUSPEND, "suspended", "suspension"},
    {ProjectLedgerEntry::STEP_RESUME, "resumed", "reprise"},
    {ProjectLedgerEntry::STEP_VOID, "did not happen", "n’a pas eu lieu"},
};

constexpr LabelRow<Participant::Role> kRoles[] = {
    {Participant::ROLE_FUNDING, "funding", "financement"},
    {Participant::ROLE_ACCOUNTABLE, "accountable", "responsabilité"},
    {Participant::ROLE_EXTENDING, "management of funds", "gestion des fonds"},
    {Participant::ROLE_IMPLEMENTING, "implementation", "mise en œuvre"},
    {Participant::ROLE_BENEFICIARY, "beneficiary", "bénéficiaire"},
};

constexpr LabelRow<RelatedProject::Relation> kRelations[] = {
    {RelatedProject::RELATION_SIBLING, "sibling", "projet frère"},
    {RelatedProject::RELATION_CO_FUNDED, "co-funded", "cofinancé"},
    {RelatedProject::RELATION_THIRD_PARTY, "reported by another body",
     "déclaré par un autre organisme"},
};

constexpr LabelRow<RegistryReference::State> kReferenceStates[] = {
    {RegistryReference::STATE_LIVE, "in the registry", "au registre"},
    {RegistryReference::STATE_DELETED, "deleted from the registry", "supprimé du registre"},
    {RegistryReference::STATE_REDIRECTED, "merged into another record", "fusionné"},
    {RegistryReference::STATE_UNKNOWN, "not yet known", "pas encore connu"},
    {RegistryReference::STATE_REMOVED, "removed from the registry", "retiré du registre"},
};

constexpr LabelRow<Site::FacilityKind> kFacilities[] = {
    {Site::FACILITY_KIND_SCHOOL, "school", "école"},
    {Site::FACILITY_KIND_PRIMARY_SCHOOL, "primary school", "école primaire"},
    {Site::FACILITY_KIND_LOWER_SECONDARY_SCHOOL, "lower secondary school", "collège"},
    {Site::FACILITY_KIND_UPPER_SECONDARY_SCHOOL, "upper secondary school", "lycée"},
    {Site::FACILITY_KIND_INFORMAL_SCHOOL, "informal school", "école d’éducation informelle"},
    {Site::FACILITY_KIND_WATER_POINT, "water point", "point d’eau"},
    {Site::FACILITY_KIND_HEALTH_FACILITY, "health facility", "centre de santé"},
    {Site::FACILITY_KIND_MARKET, "market", "marché"},
    {Site::FACILITY_KIND_CULTURAL_FACILITY, "cultural facility", "équipement culturel"},
    {Site::FACILITY_KIND_ADMINISTRATION, "administrative building", "bâtiment administratif"},
    {Site::FACILITY_KIND_SPORTS_FACILITY, "sports facility", "équipement sportif"},
};

constexpr LabelRow<Site::FacilityKind> kFacilitiesPlural[] = {
    {Site::FACILITY_KIND_SCHOOL, "schools", "écoles"},
    {Site::FACILITY_KIND_PRIMARY_SCHOOL, "primary schools", "écoles primaires"},
    {Site::FACILITY_KIND_LOWER_SECONDARY_SCHOOL, "lower secondary schools", "collèges"},
    {Site::FACILITY_KIND_UPPER_SECONDARY_SCHOOL, "upper secondary schools", "lycées"},
    {Site::FACILITY_KIND_INFORMAL_SCHOOL, "informal schools", "écoles d’éducation informelle"},
    {Site::FACILITY_KIND_WATER_POINT, "water points", "points d’eau"},
    {Site::FACILITY_KIND_HEALTH_FACILITY, "health facilities", "centres de santé"},
    {Site::FACILITY_KIND_MARKET, "markets", "marchés"},
    {Site::FACILITY_KIND_CULTURAL_FACILITY, "cultural facilities", "équipements culturels"},
    {Site::FACILITY_KIND_ADMINISTRATION, "administrative buildings", "bâtiments administratifs"},
    {Site::FACILITY_KIND_SPORTS_FACILITY, "sports facilities", "équipements sportifs"},
};

// Contains only purposes for education and water, where the category is too vague for a
// municipality's project. Source: the purpose code list of the OECD DAC (IATI code list Sector).
constexpr LabelRow<int> kDacPurposes[] = {
    {11110, "Education policy and administrative management",
     "Politique de l’éducation et gestion administrative"},
    {11120, "Education facilities and training", "Équipements scolaires et formation"},
    {11130, "Teacher training", "Formation des enseignants"},
    {11220, "Primary education", "Enseignement primaire"},
    {11240, "Early childhood education", "Éducation de la petite enfance"},
    {11250, "School feeding", "Alimentation scolaire"},
    {11330, "Vocational training", "Formation professionnelle"},
    {14010, "Water sector policy and administrative management",
     "Politique de l’eau et gestion administrative"},
    {14015, "Water resources conservation", "Préservation des ressources en eau"},
    {14020, "Water supply and sanitation, large systems",
     "Approvisionnement en eau et assainissement, systèmes à grande échelle"},
    {14021, "Water supply, large systems", "Approvisionnement en eau, systèmes à grande échelle"},
    {14022, "Sanitation, large systems", "Assainissement, systèmes à grande échelle"},
    {14030, "Basic drinking water supply and basic sanitation",
     "Approvisionnement en eau potable et assainissement, dispositifs de base"},
    {14031, "Basic drinking water supply", "Approvisionnement en eau potable, dispositifs de base"},
    {14032, "Basic sanitation", "Assainissement, dispositifs de base"},
    {14040, "River basins development", "Aménagement de bassins fluviaux"},
    {14050, "Waste management and disposal", "Gestion et élimination des déchets"},
};

// Source: the category code list of the OECD DAC (IATI code list SectorCategory).
constexpr LabelRow<int> kDacCategories[] = {
    {111, "Education, level unspecified", "Éducation, niveau non spécifié"},
    {112, "Basic education", "Éducation de base"},
    {113, "Secondary education", "Éducation secondaire"},
    {114, "Post-secondary education", "Éducation post-secondaire"},
    {121, "Health, general", "Santé, général"},
    {122, "Basic health", "Santé de base"},
    {123, "Non-communicable diseases", "Maladies non transmissibles"},
    {130, "Population and reproductive health", "Population et santé génésique"},
    {140, "Water supply and sanitation", "Distribution d’eau et assainissement"},
    {151, "Government and civil society", "Gouvernement et société civile"},
    {152, "Conflict, peace and security", "Conflits, paix et sécurité"},
    {160, "Other social infrastructure and services", "Infrastructure et services sociaux divers"},
    {210, "Transport and storage", "Transports et entreposage"},
    {220, "Communications", "Communications"},
    {231, "Energy policy", "Politique de l’énergie"},
    {232, "Energy generation, renewable sources", "Énergie, sources renouvelables"},
    {233, "Energy generation, non-renewable sources", "Énergie, sources non renouvelables"},
    {234, "Hybrid energy plants", "Centrales hybrides"},
    {235, "Nuclear energy plants", "Centrales nucléaires"},
    {236, "Energy distribution", "Distribution d’énergie"},
    {240, "Banking and financial services", "Banques et services financiers"},
    {250, "Business and other services", "Entreprises et autres services"},
    {311, "Agriculture", "Agriculture"},
    {312, "Forestry", "Sylviculture"},
    {313, "Fishing", "Pêche"},
    {321, "Industry", "Industries manufacturières"},
    {322, "Mineral resources and mining", "Ressources minérales et mines"},
    {323, "Construction", "Construction"},
    {331, "Trade policies and regulations", "Politiques commerciales"},
    {332, "Tourism", "Tourisme"},
    {410, "General environment protection", "Protection de l’environnement"},
    {430, "Other multisector", "Autres multisecteurs"},
    {510, "General budget support", "Soutien budgétaire"},
    {520, "Development food assistance", "Aide alimentaire à des fins de développement"},
    {530, "Other commodity assistance", "Autre aide sous forme de produits"},
    {600, "Action relating to debt", "Actions se rapportant à la dette"},
    {720, "Emergency response", "Interventions d’urgence"},
    {730, "Reconstruction relief and rehabilitation", "Reconstruction et réhabilitation"},
    {740, "Disaster prevention and preparedness", "Prévention des catastrophes"},
    {910, "Administrative costs of donors", "Frais administratifs des donneurs"},
    {930, "Refugees in donor countries", "Réfugiés dans les pays donneurs"},
    {998, "Unallocated or unspecified", "Non alloué ou non spécifié"},
};

// Source: the short titles of the United Nations' Sustainable Development Goals.
constexpr LabelRow<int> kGoals[] = {
    {1, "No poverty", "Pas de pauvreté"},
    {2, "Zero hunger", "Faim « zéro »"},
    {3, "Good health and well-being", "Bonne santé et bien-être"},
    {4, "Quality education", "Éducation de qualité"},
    {5, "Gender equality", "Égalité entre les sexes"},
    {6, "Clean water and sanitation", "Eau propre et assainissement"},
    {7, "Affordable and clean energy", "Énergie propre et d’un coût abordable"},
    {8, "Decent work and economic growth", "Travail décent et croissance économique"},
    {9, "Industry, innovation and infrastructure", "Industrie, innovation et infrastructure"},
    {10, "Reduced inequalities", "Inégalités réduites"},
    {11, "Sustainable cities and communities", "Villes et communautés durables"},
    {12, "Responsible consumption and production", "Consommation et production responsables"},
    {13, "Climate action", "Lutte contre les changements climatiques"},
    {14, "Life below water", "Vie aquatique"},
    {15, "Life on land", "Vie terrestre"},
    {16, "Peace, justice and strong institutions", "Paix, justice et institutions efficaces"},
    {17, "Partnerships for the goals", "Partenariats pour la réalisation des objectifs"},
};

}  // namespace

std::string Label(Project::Kind kind, Language language) {
  return EnumLabel(kProjectKinds, kind, language);
}
std::string Label(Project::State state, Language language) {
  return EnumLabel(kProjectStates, state, language);
}
std::string Label(ProjectLedgerEntry::Step step, Language language) {
  return EnumLabel(kProjectSteps, step, language);
}
std::string Label(Participant::Role role, Language language) {
  return EnumLabel(kRoles, role, language);
}
std::string Label(RelatedProject::Relation relation, Language language) {
  return EnumLabel(kRelations, relation, language);
}
std::string Label(RegistryReference::State state, Language language) {
  return EnumLabel(kReferenceStates, state, language);
}

std::string FacilityLabel(Site::FacilityKind kind, int count, Language language) {
  std::string one = EnumLabel(kFacilities, kind, language);
  if (one.empty() || count == 1) return one;
  const absl::string_view many = FindLabel(kFacilitiesPlural, kind, language);
  if (many.empty()) {
    return count == 0 ? one : absl::StrCat(FormatNumber(count, language), " × ", one);
  }
  return count == 0 ? std::string(many) : absl::StrCat(FormatNumber(count, language), " ", many);
}

absl::string_view DacLabel(absl::string_view code, Language language) {
  int number = 0;
  if (code.size() != 5 || !absl::SimpleAtoi(code, &number)) return "";
  const absl::string_view purpose = FindLabel(kDacPurposes, number, language);
  return purpose.empty() ? FindLabel(kDacCategories, number / 100, language) : purpose;
}

absl::string_view SdgGoalLabel(absl::string_view target, Language language) {
  int goal = 0;
  if (!absl::SimpleAtoi(target.substr(0, target.find('.')), &goal)) return "";
  return FindLabel(kGoals, goal, language);
}

}  // namespace jumelage::cli
