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

// "2 lower secondary schools", "lower secondary school" for a count of 0 or 1.
std::string FacilityLabel(projects::v1::Site::FacilityKind kind, int count, Language language);

// Where a city lies as seen from a place: "north", "au nord". "" where no direction is stated.
absl::string_view DirectionLabel(registry::v1::Distance::Direction direction, Language language);

// The category of an OECD DAC purpose code, by its first three digits: "Water supply and
// sanitation" for 14031. "" for an unknown one.
absl::string_view DacCategoryLabel(absl::string_view code, Language language);

// The Sustainable Development Goal of a target such as "6.b": "Clean water and sanitation". "" for
// an unknown one.
absl::string_view SdgGoalLabel(absl::string_view target, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LABELS_H_
