#include "common/watch/codec.h"

namespace jumelage {

bool WatchFilter::Matches(absl::string_view name) const {
  if (!collections.empty() && !collections.contains(SegmentOf(name))) return false;
  return names.empty() || names.contains(name);
}

}  // namespace jumelage
