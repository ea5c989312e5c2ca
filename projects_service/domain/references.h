#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_

#include <string>
#include <vector>

#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/type/v1/decision.pb.h"

namespace jumelage {

// A resource that another one names: where, as a path in the request ("project.sites[1].city"), and
// which.
struct NamedReference {
  std::string field;
  std::string name;
};

// Every registry resource that `project` names, in the order of its fields; one that is named
// several times comes several times. Those of the ledger's decisions come last.
std::vector<NamedReference> RegistryReferencesOf(const projects::v1::Project& project);

// The registry resources that a decision names; `field` is the decision's path in the request.
std::vector<NamedReference> RegistryReferencesOf(const std::string& field,
                                                 const type::v1::Decision& decision);

// The other projects that `project` names: its parent and its related ones.
std::vector<NamedReference> ProjectReferencesOf(const projects::v1::Project& project);

// Those of `now` whose names `before` does not have: what a change refers to anew.
std::vector<NamedReference> NewReferences(const std::vector<NamedReference>& before,
                                          std::vector<NamedReference> now);

// The names alone, each once, in order.
std::vector<std::string> DistinctNames(const std::vector<NamedReference>& references);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_REFERENCES_H_
