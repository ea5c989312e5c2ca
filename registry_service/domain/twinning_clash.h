#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_

#include <set>
#include <string>
#include <vector>

#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// A twinning that is neither ended nor deleted, with the cities that its sides resolve to.
struct ResolvedLink {
  std::string twinning;
  registry::v1::Twinning::Kind kind = registry::v1::Twinning::KIND_UNSPECIFIED;
  std::string first, second;
};

// A twinning that gives way to `kept`, a twinning of the same kind that links the same pair.
struct SetAside {
  std::string twinning;
  std::string kept;
};

// The result of ResolveClashes.
struct ClashOutcome {
  // Links of a city with itself. They are never kept.
  std::vector<std::string> with_itself;
  // Links that have the same pair and kind as another, unless exactly one link of that pair and
  // kind is in `keep`.
  std::vector<std::string> duplicates;
  // Links that give way to the one link of their pair and kind that is in `keep`.
  std::vector<SetAside> set_aside;
  // Twinnings in `keep` for which there is nothing to decide: they have no duplicate, link a city
  // with itself, or are not among the links.
  std::vector<std::string> kept_in_vain;
};

// Finds links of a city with itself, and pairs of cities with several links of the same kind. If
// exactly one of a pair's links of a kind is in `keep`, the others of that kind give way to it. In
// the outcome, `with_itself` and `kept_in_vain` are ordered by name; `duplicates` and `set_aside`
// are ordered by kind, then by pair, then by name. Pure.
ClashOutcome ResolveClashes(const std::vector<ResolvedLink>& links,
                            const std::set<std::string>& keep);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_
