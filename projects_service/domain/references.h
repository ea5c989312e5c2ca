#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_

#include <string>
#include <vector>

#include "common/message/references.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// The registry resources that `project` names, its ledger's decisions included, one as often as it
// is named. Paths begin with "project".
std::vector<NamedReference> RegistryReferencesOf(const projects::v1::Project& project);

// The other projects that `project` names: its parent and its related ones.
std::vector<NamedReference> ProjectReferencesOf(const projects::v1::Project& project);

// The names alone, each once, in order.
std::vector<std::string> DistinctNames(const std::vector<NamedReference>& references);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
