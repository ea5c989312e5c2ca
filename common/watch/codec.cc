#include "common/watch/codec.h"

#include <algorithm>

namespace jumelage {

bool WatchFilter::Matches(absl::string_view name) const {
  if (!collections.empty() && !collections.contains(SegmentOf(name))) return false;
  return names.empty() || names.contains(name);
}

bool WatchFilter::Concerns(const store::v1::Commit& commit) const {
  return everything() ||
         std::any_of(commit.changes().begin(), commit.changes().end(),
                     [this](const store::v1::Change& change) { return Matches(change.name()); });
}

}  // namespace jumelage
