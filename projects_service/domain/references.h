#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_

#include <string>
#include <vector>

#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// Returns the names of the registry resources that `project` refers to, including those in the
// decisions of its ledger. The names are sorted and distinct.
std::vector<std::string> RegistryNamesIn(const projects::v1::Project& project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
