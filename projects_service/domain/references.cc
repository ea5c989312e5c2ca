#include "projects_service/domain/references.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"

namespace jumelage {
namespace {

bool NamesProject(const NamedReference& reference) {
  return absl::StartsWith(reference.name, "projects/");
}

}  // namespace

std::vector<NamedReference> RegistryReferencesOf(const projects::v1::Project& project) {
  std::vector<NamedReference> references = ReferencesOf("project", project);
  references.erase(std::remove_if(references.begin(), references.end(), NamesProject),
                   references.end());
  return references;
}

std::vector<NamedReference> ProjectReferencesOf(const projects::v1::Project& project) {
  std::vector<NamedReference> references = ReferencesOf("project", project);
  references.erase(std::remove_if(references.begin(), references.end(),
                                  [](const NamedReference& r) { return !NamesProject(r); }),
                   references.end());
  return references;
}

std::vector<std::string> DistinctNames(const std::vector<NamedReference>& references) {
  std::set<std::string> names;
  for (const NamedReference& reference : references) names.insert(reference.name);
  return {names.begin(), names.end()};
}

}  // namespace jumelage
