#include "registry_service/service/network/network.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/resource/request_checks.h"
#include "common/values/uncertain_date.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/states_on_day.h"

namespace jumelage {
namespace {

using registry::v1::LinkSelection;
using registry::v1::Twinning;

// The most networks in the cache. Each uses about 30 bytes per twinning and 20 bytes per place.
constexpr size_t kMaxCachedNetworks = 8;
// The cost of examining one link, in steps of Pace, without and with parsing its ledger. Ledgers
// are parsed only if the request has a day.
constexpr int64_t kStepsPerLink = 20;
constexpr int64_t kStepsPerLedger = 500;

// Decides which links a request selects. `records` must outlive the selector.
class Selector {
 public:
  Selector(const LinkSelection& links, const NetworkRecords& records)
      : records_(records),
        within_(links.within_countries()),
        possible_(links.include_possible()),
        kinds_(links.kinds().begin(), links.kinds().end()),
        countries_(links.countries().begin(), links.countries().end()),
        states_(WantedStates(links.states(), LastingStates())) {
    if (links.has_day()) day_ = ToCivilDay(links.day());
  }

  int64_t steps() const { return day_ ? kStepsPerLedger : kStepsPerLink; }

  absl::StatusOr<bool> Wants(const NetworkLink& link, int first, int second) const {
    if (!kinds_.empty() && kinds_.count(link.kind) == 0) return false;
    if (!WantsCountries(first, second)) return false;
    if (!day_) return states_.count(link.state) > 0;
    Twinning ledger;
    if (!ledger.ParseFromString(link.ledger)) return absl::DataLossError("an unreadable ledger");
    const std::optional<Selection> selection = SelectOnDay(ledger, *day_, states_);
    return selection && (possible_ || selection->certainty == registry::v1::CERTAINTY_CERTAIN);
  }

 private:
  bool WantsCountries(int first, int second) const {
    if (countries_.empty()) return true;
    const bool one = countries_.count(records_.places[first]->country) > 0;
    const bool other = countries_.count(records_.places[second]->country) > 0;
    return within_ ? one && other : one || other;
  }

  const NetworkRecords& records_;
  const bool within_;
  const bool possible_;
  const std::set<int> kinds_;
  const std::set<std::string> countries_;
  const TwinningStates states_;
  std::optional<absl::CivilDay> day_;
};

}  // namespace

void CheckLinkSelection(const LinkSelection& links, Violations* violations) {
  CheckOptionalDay("links", links, violations);
  CheckWanted("links.kinds", links.kinds(), Twinning::Kind_IsValid, violations);
  CheckWanted("links.states", links.states(), Twinning::State_IsValid, violations);
  if (links.countries_size() > kMaxSelectedCountries) {
    violations->Add("links.countries",
                    absl::StrCat("has more than ", kMaxSelectedCountries, " entries"));
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < links.countries_size(); ++i) {
    const std::string path = Indexed("links.countries", i);
    if (links.countries(i).empty()) violations->Add(path, "is required");
    CheckCountry(path, links.countries(i), violations);
    if (!seen.insert(links.countries(i)).second) violations->Add(path, "occurs twice");
  }
  if (links.within_countries() && links.countries().empty()) {
    violations->Add("links.within_countries", "needs countries");
  }
}

absl::StatusOr<std::shared_ptr<const Network>> Network::Build(
    std::shared_ptr<const NetworkRecords> records, const LinkSelection& links,
    const StillWanted& still_wanted) {
  const Selector selector(links, *records);
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  std::shared_ptr<Network> network = absl::WrapUnique(new Network());
  Pace pace(still_wanted);
  network->nodes_.assign(records->places.size(), kNoPlace);
  for (const std::shared_ptr<const NetworkLink>& link : records->links) {
    JUMELAGE_RETURN_IF_ERROR(pace.Done(selector.steps()));
    const int first = records->Leading(link->first_place);
    const int second = records->Leading(link->second_place);
    if (first == kNoPlace || second == kNoPlace || first == second) continue;
    JUMELAGE_ASSIGN_OR_RETURN(const bool wanted, selector.Wants(*link, first, second));
    if (!wanted) continue;
    network->links_.push_back({first, second, link.get()});
    // Mark the places that have a node. Nodes are numbered below, once all are known.
    network->nodes_[first] = network->nodes_[second] = 0;
  }
  for (const int place : *records->by_name) {
    if (network->nodes_[place] == kNoPlace) continue;
    network->nodes_[place] = static_cast<int>(network->places_.size());
    network->places_.push_back(place);
  }
  std::vector<Graph::Edge> edges;
  edges.reserve(network->links_.size());
  for (Link& link : network->links_) {
    std::tie(link.low, link.high) =
        std::minmax(network->nodes_[link.low], network->nodes_[link.high]);
    edges.emplace_back(link.low, link.high);
  }
  std::sort(network->links_.begin(), network->links_.end(), [](const Link& a, const Link& b) {
    return std::tie(a.low, a.high, a.record->name) < std::tie(b.low, b.high, b.record->name);
  });
  network->graph_ = Graph(static_cast<int>(network->places_.size()), edges);
  network->records_ = std::move(records);
  return network;
}

absl::StatusOr<std::optional<int>> Network::NodeOf(absl::string_view city) const {
  const int place = records_->PlaceOf(city);
  if (place == kNoPlace) return NotFoundError("City", city);
  const int leading = records_->Leading(place);
  if (leading == kNoPlace || nodes_[leading] == kNoPlace) return std::nullopt;
  return nodes_[leading];
}

std::vector<absl::string_view> Network::TwinningsBetween(int a, int b) const {
  const auto [low, high] = std::minmax(a, b);
  auto link = std::lower_bound(links_.begin(), links_.end(), std::make_pair(low, high),
                               [](const Link& link, const std::pair<int, int>& pair) {
                                 return std::make_pair(link.low, link.high) < pair;
                               });
  std::vector<absl::string_view> names;
  for (; link != links_.end() && link->low == low && link->high == high; ++link) {
    names.emplace_back(link->record->name);
  }
  return names;
}

absl::StatusOr<std::shared_ptr<const Network>> NetworkCache::Find(
    const std::shared_ptr<const NetworkRecords>& records, const LinkSelection& links,
    const StillWanted& still_wanted) {
  const std::string selection = links.SerializeAsString();
  {
    MutexLock lock(&mu_);
    for (const Entry& entry : entries_) {
      if (entry.selection == selection && entry.network->records() == records) {
        return entry.network;
      }
    }
  }
  JUMELAGE_ASSIGN_OR_RETURN(std::shared_ptr<const Network> network,
                            Network::Build(records, links, still_wanted));
  MutexLock lock(&mu_);
  // Drop the networks of older records, since they are hardly ever requested again.
  const auto outdated = [&](const Entry& entry) { return entry.network->records() != records; };
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(), outdated), entries_.end());
  if (entries_.size() >= kMaxCachedNetworks) entries_.pop_back();
  entries_.push_front({selection, network, nullptr});
  return network;
}

absl::StatusOr<std::shared_ptr<const NetworkStatistics>> NetworkCache::Statistics(
    const std::shared_ptr<const Network>& network, const StillWanted& still_wanted) {
  {
    MutexLock lock(&mu_);
    for (const Entry& entry : entries_) {
      if (entry.network == network && entry.statistics != nullptr) return entry.statistics;
    }
  }
  JUMELAGE_ASSIGN_OR_RETURN(NetworkStatistics computed,
                            ComputeNetworkStatistics(network->graph(), still_wanted));
  auto statistics = std::make_shared<const NetworkStatistics>(std::move(computed));
  MutexLock lock(&mu_);
  for (Entry& entry : entries_) {
    if (entry.network == network) entry.statistics = statistics;
  }
  return statistics;
}

}  // namespace jumelage
