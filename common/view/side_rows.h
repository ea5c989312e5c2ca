#ifndef JUMELAGE_COMMON_VIEW_SIDE_ROWS_H_
#define JUMELAGE_COMMON_VIEW_SIDE_ROWS_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/sqlite/database.h"

namespace jumelage {

using SideRow = absl::Span<const sqlite::Value>;

// The rows of one resource in one side table. Thread-compatible.
class SideRows {
 public:
  // Adds a row. All rows must have the same number of values. Sort removes duplicates.
  template <typename... Values>
  void Add(Values&&... values) {
    width_ = sizeof...(values);
    (values_.emplace_back(std::forward<Values>(values)), ...);
  }
  // Sorts the rows and removes duplicates. Call it before size and At.
  void Sort();
  // The number of rows and the row at `index`, as of the last Sort. A row is valid until the next
  // Add or Clear.
  size_t size() const { return rows_.size(); }
  SideRow At(size_t index) const { return rows_[index]; }
  // Removes all rows but keeps their memory.
  void Clear();

 private:
  size_t width_ = 0;
  // The values of all rows, one row after another.
  std::vector<sqlite::Value> values_;
  std::vector<SideRow> rows_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SIDE_ROWS_H_
