#ifndef JUMELAGE_COMMON_SEARCH_NAMES_H_
#define JUMELAGE_COMMON_SEARCH_NAMES_H_

#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// Whether a resource type has its names other than the display name in `titles`. Otherwise they are
// in `names`.
template <typename R, typename = void>
struct HasTitles : std::false_type {};
template <typename R>
struct HasTitles<R, std::void_t<decltype(std::declval<const R&>().titles())>> : std::true_type {};

// Returns all names of a resource, the display name first. They point into `resource`.
template <typename R>
std::vector<absl::string_view> NamesIn(const R& resource) {
  std::vector<absl::string_view> names = {resource.display_name()};
  const auto add = [&](const auto& others) {
    for (const auto& name : others) names.push_back(name.text());
  };
  if constexpr (HasTitles<R>::value) {
    add(resource.titles());
  } else {
    add(resource.names());
  }
  return names;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_NAMES_H_
