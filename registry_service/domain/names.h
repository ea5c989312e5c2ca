#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_NAMES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_NAMES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"

namespace jumelage {

// What a resource is called besides its display name.
inline const auto& OtherNames(const registry::v1::Agreement& agreement) {
  return agreement.titles();
}
inline const auto& OtherNames(const registry::v1::City& city) { return city.names(); }
inline const auto& OtherNames(const registry::v1::Organization& organization) {
  return organization.names();
}

// Everything that a resource is called, the display name first; parts of `resource`.
template <typename R>
std::vector<absl::string_view> NamesIn(const R& resource) {
  std::vector<absl::string_view> names = {resource.display_name()};
  for (const auto& name : OtherNames(resource)) names.push_back(name.text());
  return names;
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_NAMES_H_
