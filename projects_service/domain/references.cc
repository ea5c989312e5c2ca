#include "projects_service/domain/references.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "common/message/references.h"

namespace jumelage {

std::vector<std::string> RegistryNamesIn(const projects::v1::Project& project) {
  std::set<std::string> names;
  for (NamedReference& reference : ReferencesOf("project", project)) {
    if (!absl::StartsWith(reference.name, "projects/")) names.insert(std::move(reference.name));
  }
  return {names.begin(), names.end()};
}

}  // namespace jumelage
