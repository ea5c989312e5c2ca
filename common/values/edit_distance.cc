#include "common/values/edit_distance.h"

#include <algorithm>
#include <utility>

#include "absl/container/inlined_vector.h"

namespace jumelage {
namespace {

// The inline size is enough for names and their words. Longer rows are on the heap.
using Row = absl::InlinedVector<int, 40>;

// Removes the common beginning and the common end, which need no edits.
void DropCommonEnds(absl::string_view* a, absl::string_view* b) {
  while (!a->empty() && !b->empty() && a->front() == b->front()) {
    a->remove_prefix(1);
    b->remove_prefix(1);
  }
  while (!a->empty() && !b->empty() && a->back() == b->back()) {
    a->remove_suffix(1);
    b->remove_suffix(1);
  }
}

}  // namespace

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  DropCommonEnds(&a, &b);
  if (a.size() > b.size()) std::swap(a, b);
  const int rows = static_cast<int>(a.size());
  const int columns = static_cast<int>(b.size());
  const int beyond = limit + 1;
  if (columns - rows > limit) return beyond;
  if (rows == 0) return columns;
  // Cell j of row i is the distance of a's first i bytes from b's first j bytes. Only cells that
  // are at most `limit` off the diagonal can be within the limit.
  Row before(columns + 1, beyond), last(columns + 1, beyond), next(columns + 1, beyond);
  for (int j = 0; j <= std::min(columns, limit); ++j) last[j] = j;
  int best_before = 0;
  for (int i = 1; i <= rows; ++i) {
    const int first = std::max(1, i - limit);
    const int end = std::min(columns, i + limit);
    next[first - 1] = first == 1 ? std::min(i, beyond) : beyond;
    int best = next[first - 1];
    for (int j = first; j <= end; ++j) {
      int cost = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost = std::min({cost, last[j] + 1, next[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost = std::min(cost, before[j - 2] + 1);
      }
      next[j] = std::min(cost, beyond);
      best = std::min(best, next[j]);
    }
    if (end < columns) next[end + 1] = beyond;
    // A swap uses the row before the last one, so two successive rows must exceed the limit.
    if (best > limit && best_before > limit) return beyond;
    best_before = best;
    std::swap(before, last);
    std::swap(last, next);
  }
  return last[columns];
}

}  // namespace jumelage
