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
  // Adds a row. All rows have the same number of values. Duplicates count once.
  template <typename... Values>
  void Add(Values&&... values) {
    width_ = sizeof...(values);
    (values_.emplace_back(std::forward<Values>(values)), ...);
  }
  // Sorts the rows, for At.
  void Sort();
  // The number of rows, and each row, as of the last Sort. Valid until the next Add or Clear.
  size_t size() const { return rows_.size(); }
  SideRow At(size_t index) const { return rows_[index]; }
  // Removes all rows and keeps the memory.
  void Clear();

 private:
  size_t width_ = 0;
  // Row after row.
  std::vector<sqlite::Value> values_;
  std::vector<SideRow> rows_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SIDE_ROWS_H_
