#ifndef JUMELAGE_COMMON_SEARCH_NAMES_H_
#define JUMELAGE_COMMON_SEARCH_NAMES_H_

#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace jumelage {

// Whether what a resource is called besides its display name are titles; else they are names.
template <typename R, typename = void>
struct HasTitles : std::false_type {};
template <typename R>
struct HasTitles<R, std::void_t<decltype(std::declval<const R&>().titles())>> : std::true_type {};

// Everything that a resource is called, the display name first; parts of `resource`.
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
