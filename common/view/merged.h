#ifndef JUMELAGE_COMMON_VIEW_MERGED_H_
#define JUMELAGE_COMMON_VIEW_MERGED_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace jumelage {

// Whether resources of the type R can be merged into others. Such types have a field `merged_into`.
template <typename R, typename = void>
struct IsMergeable : std::false_type {};
template <typename R>
struct IsMergeable<R, std::void_t<decltype(std::declval<const R&>().merged_into())>>
    : std::true_type {};

// Returns the name of the resource that `resource` was merged into, or an empty string if it was
// not merged.
template <typename R>
std::string MergedInto(const R& resource) {
  if constexpr (IsMergeable<R>::value) return resource.merged_into();
  return "";
}

// The values of the column `deleted` in a table of resources. Queries for current resources use
// `deleted = 0`; those for everything that a name may refer to use `deleted <> 1`.
enum class RowState : int64_t { kCurrent = 0, kDeleted = 1, kMerged = 2 };

template <typename R>
RowState RowStateOf(const R& resource) {
  if (resource.has_delete_time()) return RowState::kDeleted;
  return MergedInto(resource).empty() ? RowState::kCurrent : RowState::kMerged;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_MERGED_H_
