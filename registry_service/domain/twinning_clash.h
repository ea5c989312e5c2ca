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

// A twinning that gives way to another one that links the same pair in the same kind.
struct SetAside {
  std::string twinning;
  std::string kept;
};

// The result of ResolveClashes.
struct ClashOutcome {
  // Links of a city with itself. They can't be kept.
  std::vector<std::string> with_itself;
  // Links that share a pair and a kind with others, if not exactly one of these is to be kept.
  std::vector<std::string> duplicates;
  // Links that give way to the one that is to be kept.
  std::vector<SetAside> set_aside;
  // Twinnings that were to be kept but clash with nothing.
  std::vector<std::string> kept_in_vain;
};

// Finds links of a city with itself, and pairs that are linked twice in one kind. The links of such
// a pair give way to the one in `keep` if there is exactly one. The outcome is in the order of
// names. Pure.
ClashOutcome ResolveClashes(const std::vector<ResolvedLink>& links,
                            const std::set<std::string>& keep);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_
