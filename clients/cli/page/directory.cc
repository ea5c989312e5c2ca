#include "clients/cli/page/directory.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/text/localize.h"

namespace jumelage::cli {
namespace {

template <typename Record>
const Record* Find(const std::map<std::string, Record>& records, const std::string& name) {
  const auto record = records.find(name);
  return record == records.end() ? nullptr : &record->second;
}

// Returns the name that TextIn chooses from the organization's names, or the display name if there
// are none. If the display name is in a language that pages don't support, it comes first, followed
// by the chosen name in brackets: "Bangr'Zaka (House of knowledge)".
std::string OrganizationName(const registry::v1::Organization& organization, Language language) {
  const std::string& display_name = organization.display_name();
  std::string translated = TextIn(organization.names(), language);
  if (translated.empty() || translated == display_name) return display_name;
  for (const google::type::LocalizedText& name : organization.names()) {
    const std::string primary = name.language_code().substr(0, name.language_code().find('-'));
    if (name.text() == display_name && !ParseLanguage(primary)) {
      return absl::StrCat(display_name, " (", translated, ")");
    }
  }
  return translated;
}

}  // namespace

const registry::v1::City* Directory::FindCity(const std::string& name) const {
  return Find(cities, name);
}
const registry::v1::Organization* Directory::FindOrganization(const std::string& name) const {
  return Find(organizations, name);
}
const registry::v1::Agreement* Directory::FindAgreement(const std::string& name) const {
  return Find(agreements, name);
}
const registry::v1::Twinning* Directory::FindTwinning(const std::string& name) const {
  return Find(twinnings, name);
}

bool Directory::Has(const std::string& name) const {
  return cities.count(name) + organizations.count(name) + agreements.count(name) +
             twinnings.count(name) + projects.count(name) >
         0;
}

std::string Directory::NameOf(const std::string& name, Language language) const {
  if (const auto* city = FindCity(name)) return CityNameIn(*city, language);
  if (const auto* organization = FindOrganization(name)) {
    return OrganizationName(*organization, language);
  }
  if (const auto* agreement = FindAgreement(name)) {
    const std::string text = TextIn(agreement->titles(), language);
    return text.empty() ? agreement->display_name() : text;
  }
  if (const auto* twinning = FindTwinning(name)) {
    if (twinning->sides_size() == 2) {
      return absl::StrCat(NameOf(twinning->sides(0).city(), language), " – ",
                          NameOf(twinning->sides(1).city(), language));
    }
  }
  if (const auto* project = Find(projects, name)) {
    const std::string text = TextIn(project->titles(), language);
    return text.empty() ? project->display_name() : text;
  }
  const auto* reference = Find(references, name);
  if (reference != nullptr && !reference->display_name().empty()) {
    return reference->display_name();
  }
  return name;
}

std::string Directory::NameOf(const registry::v1::PlaceReference& place, Language language) const {
  if (place.has_city()) return NameOf(place.city(), language);
  // Use the name in `language` if there is one ("Rome" for "Roma"), otherwise the display name.
  const google::type::LocalizedText* name = PickText(place.named_place().names(), language);
  const bool known = name != nullptr && IsOfLanguage(name->language_code(), language);
  return known ? name->text() : place.named_place().display_name();
}

std::string Directory::NameOf(const registry::v1::PartyReference& party, Language language) const {
  return NameOf(party.has_city() ? party.city() : party.organization(), language);
}

std::string SectionId(absl::string_view name) { return absl::StrReplaceAll(name, {{"/", "-"}}); }

}  // namespace jumelage::cli
