#include "common/view/side_rows.h"

#include <algorithm>

namespace jumelage {

void SideRows::Sort() {
  rows_.clear();
  for (size_t start = 0; start < values_.size(); start += width_) {
    rows_.push_back(absl::MakeConstSpan(values_).subspan(start, width_));
  }
  if (rows_.size() < 2) return;
  std::sort(rows_.begin(), rows_.end());
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
}

void SideRows::Clear() {
  values_.clear();
  rows_.clear();
}

}  // namespace jumelage
