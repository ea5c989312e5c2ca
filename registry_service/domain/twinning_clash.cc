#include "registry_service/domain/twinning_clash.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace jumelage {

ClashOutcome ResolveClashes(const std::vector<ResolvedLink>& links,
                            const std::set<std::string>& keep) {
  using Pair = std::tuple<int, std::string, std::string>;
  std::map<Pair, std::set<std::string>> by_pair;
  ClashOutcome outcome;
  for (const ResolvedLink& link : links) {
    if (link.first == link.second) {
      outcome.with_itself.push_back(link.twinning);
      continue;
    }
    const auto& [low, high] = std::minmax(link.first, link.second);
    by_pair[{link.kind, low, high}].insert(link.twinning);
  }
  std::sort(outcome.with_itself.begin(), outcome.with_itself.end());
  std::set<std::string> in_vain = keep;
  for (const auto& [pair, twinnings] : by_pair) {
    if (twinnings.size() == 1) continue;
    std::vector<std::string> kept;
    std::set_intersection(twinnings.begin(), twinnings.end(), keep.begin(), keep.end(),
                          std::back_inserter(kept));
    for (const std::string& twinning : twinnings) {
      in_vain.erase(twinning);
      if (kept.size() != 1) {
        outcome.duplicates.push_back(twinning);
      } else if (twinning != kept[0]) {
        outcome.set_aside.push_back({twinning, kept[0]});
      }
    }
  }
  outcome.kept_in_vain.assign(in_vain.begin(), in_vain.end());
  return outcome;
}

}  // namespace jumelage
