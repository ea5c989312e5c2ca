#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_

#include <string>
#include <vector>

#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// Returns the names of the registry's resources in `project`, including those in its ledger's
// decisions: each once, sorted.
std::vector<std::string> RegistryNamesIn(const projects::v1::Project& project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
