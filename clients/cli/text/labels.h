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

// Return the label for a value of a proto enum, or "" for UNSPECIFIED. A value that this program
// doesn't know, from a newer service, has its number as label.
std::string Label(type::v1::Topic topic, Language language);
std::string Label(registry::v1::City::Kind kind, Language language);
std::string Label(registry::v1::AdministrativeLevel level, Language language);
std::string Label(registry::v1::CityName::Kind kind, Language language);
std::string Label(registry::v1::Organization::Kind kind, Language language);
std::string Label(registry::v1::Agreement::Kind kind, Language language);
std::string Label(registry::v1::Twinning::Kind kind, Language language);
std::string Label(registry::v1::Twinning::State state, Language language);
std::string Label(registry::v1::TwinningSide::Priority priority, Language language);
std::string Label(registry::v1::LedgerEntry::Step step, Language language);
std::string Label(registry::v1::TwinningOrganization::Role role, Language language);
std::string Label(projects::v1::Project::Kind kind, Language language);
std::string Label(projects::v1::Project::State state, Language language);
std::string Label(projects::v1::ProjectLedgerEntry::Step step, Language language);
std::string Label(projects::v1::Participant::Role role, Language language);
std::string Label(projects::v1::RelatedProject::Relation relation, Language language);
std::string Label(projects::v1::RegistryReference::State state, Language language);

// Returns text such as "5 municipalities" or "1 commune", or only the number if no level is stated.
// An unknown level gives text such as "5 × 99".
std::string CountedLevel(registry::v1::AdministrativeLevel level, int count, Language language);

// Returns text such as "2 lower secondary schools". Returns "lower secondary school" for 1, and
// "lower secondary schools" for 0, which means that the count is not known. Returns "" if no kind
// is stated. An unknown kind gives text such as "2 × 99".
std::string FacilityLabel(projects::v1::Site::FacilityKind kind, int count, Language language);

// Returns the direction of a city from a place, such as "north" or "au nord", "" if no direction is
// stated, or the number of an unknown direction.
std::string DirectionLabel(registry::v1::Distance::Direction direction, Language language);

// Returns the label of an OECD DAC purpose code, such as "Basic drinking water supply" for 14031.
// If the program doesn't know the code, returns the label of its category, which is the first three
// digits. Returns "" if the program doesn't know the category either, or if the code doesn't have
// five digits.
absl::string_view DacLabel(absl::string_view code, Language language);

// Returns the Sustainable Development Goal of a target, such as "Clean water and sanitation" for
// "6.b", or "" for an unknown goal.
absl::string_view SdgGoalLabel(absl::string_view target, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LABELS_H_
