#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DIRECTORY_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DIRECTORY_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/text/language.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/reference.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// The records that a page describes or names, by resource name. Filled once, then only read.
struct Directory {
  std::map<std::string, registry::v1::City> cities;
  std::map<std::string, registry::v1::Organization> organizations;
  std::map<std::string, registry::v1::Agreement> agreements;
  std::map<std::string, registry::v1::Twinning> twinnings;
  std::map<std::string, projects::v1::Project> projects;
  // The projects service's copies of registry resources. Used for resources without a record above.
  std::map<std::string, projects::v1::RegistryReference> references;

  // Return the record with the resource name `name`, or nullptr if there is none.
  const registry::v1::City* FindCity(const std::string& name) const;
  const registry::v1::Organization* FindOrganization(const std::string& name) const;
  const registry::v1::Agreement* FindAgreement(const std::string& name) const;
  const registry::v1::Twinning* FindTwinning(const std::string& name) const;

  bool Has(const std::string& name) const;

  // Returns the name that people use for a resource: from its record, otherwise from the projects
  // service, otherwise the resource name itself. A twinning is named after its cities.
  std::string NameOf(const std::string& name, Language language) const;
  std::string NameOf(const registry::v1::PlaceReference& place, Language language) const;
  std::string NameOf(const registry::v1::PartyReference& party, Language language) const;
};

// Returns the id of the section that describes the resource `name`: "cities-belfort" for
// "cities/belfort".
std::string SectionId(absl::string_view name);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DIRECTORY_H_
