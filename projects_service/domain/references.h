#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_

#include <string>
#include <vector>

#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// The names of the registry's resources in `project`, the decisions in its ledger included, each
// once, in order.
std::vector<std::string> RegistryNamesIn(const projects::v1::Project& project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
