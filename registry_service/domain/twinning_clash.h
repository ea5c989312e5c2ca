#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_

#include <set>
#include <string>
#include <vector>

#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// A twinning that is neither ended nor deleted, with the cities that its sides stand for.
struct ResolvedLink {
  std::string twinning;
  registry::v1::Twinning::Kind kind = registry::v1::Twinning::KIND_UNSPECIFIED;
  std::string first, second;
};

// One twinning gives way to another one that links the same pair in the same kind.
struct SetAside {
  std::string twinning;
  std::string kept;
};

// What comes of links some of whose cities became one.
struct ClashOutcome {
  // Links of a city with itself. Nothing can be kept of them.
  std::vector<std::string> with_itself;
  // Links of one pair in one kind, of which not exactly one is to be kept.
  std::vector<std::string> duplicates;
  // What gives way, where exactly one is.
  std::vector<SetAside> set_aside;
  // What was to be kept and clashes with nothing.
  std::vector<std::string> kept_in_vain;
};

// Finds what must not be among `links`: a city linked with itself, and a pair linked twice in one
// kind, unless `keep` has exactly one of those. The outcome is in the order of names. Pure.
ClashOutcome ResolveClashes(const std::vector<ResolvedLink>& links,
                            const std::set<std::string>& keep);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_CLASH_H_
