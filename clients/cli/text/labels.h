#ifndef JUMELAGE_CLIENTS_CLI_TEXT_LABELS_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_LABELS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/text/language.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/type/v1/fact.pb.h"

namespace jumelage::cli {

// What people call the values of the contract's enums. "" for a value that stands for "not stated"
// and for one that this program does not know yet.
absl::string_view Label(type::v1::Topic topic, Language language);
absl::string_view Label(registry::v1::City::Kind kind, Language language);
absl::string_view Label(registry::v1::AdministrativeLevel level, Language language);
absl::string_view Label(registry::v1::CityName::Kind kind, Language language);
absl::string_view Label(registry::v1::Organization::Kind kind, Language language);
absl::string_view Label(registry::v1::Agreement::Kind kind, Language language);
absl::string_view Label(registry::v1::Twinning::Kind kind, Language language);
absl::string_view Label(registry::v1::Twinning::State state, Language language);
absl::string_view Label(registry::v1::TwinningSide::Priority priority, Language language);
absl::string_view Label(registry::v1::LedgerEntry::Step step, Language language);
absl::string_view Label(registry::v1::TwinningOrganization::Role role, Language language);
absl::string_view Label(projects::v1::Project::Kind kind, Language language);
absl::string_view Label(projects::v1::Project::State state, Language language);
absl::string_view Label(projects::v1::ProjectLedgerEntry::Step step, Language language);
absl::string_view Label(projects::v1::Participant::Role role, Language language);
absl::string_view Label(projects::v1::RelatedProject::Relation relation, Language language);
absl::string_view Label(projects::v1::RegistryReference::State state, Language language);

// "5 municipalities", "1 commune"; the number alone where no level is stated.
std::string CountedLevel(registry::v1::AdministrativeLevel level, int count, Language language);

// "2 lower secondary schools", "lower secondary school"; "lower secondary schools" for a count of
// 0, which stands for one that is not known.
std::string FacilityLabel(projects::v1::Site::FacilityKind kind, int count, Language language);

// Where a city lies as seen from a place: "north", "au nord". "" where no direction is stated.
absl::string_view DirectionLabel(registry::v1::Distance::Direction direction, Language language);

// What an OECD DAC purpose code stands for: "Basic drinking water supply" for 14031; for codes of
// which this program knows only the category, by the first three digits, that. "" for an unknown
// one.
absl::string_view DacLabel(absl::string_view code, Language language);

// The Sustainable Development Goal of a target such as "6.b": "Clean water and sanitation". "" for
// an unknown one.
absl::string_view SdgGoalLabel(absl::string_view target, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LABELS_H_
