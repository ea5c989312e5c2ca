#include "common/watch/codec.h"

#include <algorithm>

namespace jumelage {

absl::string_view CollectionOf(absl::string_view name) {
  const size_t id = name.rfind('/');
  if (id == absl::string_view::npos) return {};
  const absl::string_view parent = name.substr(0, id);
  const size_t slash = parent.rfind('/');
  return slash == absl::string_view::npos ? parent : parent.substr(slash + 1);
}

bool WatchFilter::Matches(absl::string_view name) const {
  if (!collections.empty() && !collections.contains(CollectionOf(name))) return false;
  return names.empty() || names.contains(name);
}

bool WatchFilter::Concerns(const store::v1::Commit& commit) const {
  return everything() ||
         std::any_of(commit.changes().begin(), commit.changes().end(),
                     [this](const store::v1::Change& change) { return Matches(change.name()); });
}

}  // namespace jumelage
