#ifndef JUMELAGE_COMMON_VIEW_MERGED_H_
#define JUMELAGE_COMMON_VIEW_MERGED_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace jumelage {

// Whether resources of the type can be merged into others: those have a field `merged_into`.
template <typename R, typename = void>
struct IsMergeable : std::false_type {};
template <typename R>
struct IsMergeable<R, std::void_t<decltype(std::declval<const R&>().merged_into())>>
    : std::true_type {};

// The resource that `resource` was merged into; empty when it was not.
template <typename R>
std::string MergedInto(const R& resource) {
  if constexpr (IsMergeable<R>::value) return resource.merged_into();
  return "";
}

// The column `deleted` of a table of resources. Whatever shows current resources asks for
// `deleted = 0`; whatever a name may refer to, for `deleted <> 1`.
enum class RowState : int64_t { kCurrent = 0, kDeleted = 1, kMerged = 2 };

template <typename R>
RowState RowStateOf(const R& resource) {
  if (resource.has_delete_time()) return RowState::kDeleted;
  return MergedInto(resource).empty() ? RowState::kCurrent : RowState::kMerged;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_MERGED_H_
