#include "registry_service/domain/network/distances.h"

#include <algorithm>
#include <array>
#include <vector>

#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// Up to kSearches searches traverse the graph together. Searches that reach a node at the same
// distance share the visit, which is frequent if their start nodes are close together.
constexpr int kWords = 4;
constexpr int kSearches = 64 * kWords;
using Bits = std::array<uint64_t, kWords>;

// The number of nodes by which prefetching runs ahead of the search.
constexpr size_t kAhead = 8;

// Everything that a visit to a node reads and writes, in one cache line.
struct alignas(64) NodeState {
  // The searches that found the node in earlier rounds, and those that find it in this round.
  Bits found;
  Bits finding;
};

bool IsEmpty(const Bits& bits) { return (bits[0] | bits[1] | bits[2] | bits[3]) == 0; }

// Returns the number of set bits. Without a popcount instruction (the x86-64 baseline has none),
// counting four words together takes half the time of counting them one by one.
int Count(const Bits& bits) {
  constexpr uint64_t kPairs = 0x5555555555555555, kNibbles = 0x3333333333333333,
                     kBytes = 0x0f0f0f0f0f0f0f0f, kShorts = 0x00ff00ff00ff00ff,
                     kOnes = 0x0001000100010001;
  uint64_t bytes = 0;
  for (uint64_t word : bits) {
    word -= (word >> 1) & kPairs;
    word = (word & kNibbles) + ((word >> 2) & kNibbles);
    bytes += (word + (word >> 4)) & kBytes;
  }
  return static_cast<int>((((bytes & kShorts) + ((bytes >> 8) & kShorts)) * kOnes) >> 48);
}

// Runs breadth-first searches from up to kSearches nodes together. Not thread-safe.
class JointSearch {
 public:
  explicit JointSearch(const Graph& graph)
      : graph_(graph), states_(graph.nodes()), fresh_(graph.nodes()) {}

  // Adds to `*distances` the distances from the nodes `first` to `last` − 1, of which there must be
  // at most kSearches.
  absl::Status Run(int first, int last, Pace* pace, Distances* distances) {
    std::fill(states_.begin(), states_.end(), NodeState());
    active_.clear();
    for (int node = first; node < last; ++node) {
      Bits bit = {};
      bit[(node - first) / 64] = uint64_t{1} << ((node - first) % 64);
      states_[node].found = bit;
      fresh_[node] = bit;
      active_.push_back(node);
    }
    for (int distance = 1; !active_.empty(); ++distance) {
      JUMELAGE_RETURN_IF_ERROR(Spread(pace));
      const int64_t found = Settle();
      distances->sum += found * distance;
      if (found > 0) distances->diameter = std::max(distances->diameter, distance);
    }
    return absl::OkStatus();
  }

 private:
  // Prefetches the states of the node's neighbours. The states of a large network do not fit into
  // the processor's caches. Without prefetching, most of the time would be spent waiting for
  // memory.
  void Prefetch(int node) const {
    for (const int neighbor : graph_.neighbors(node)) {
      __builtin_prefetch(&states_[neighbor], /*for writing*/ 1);
    }
  }

  // Extends the searches that reached the active nodes in the last round to the neighbours of these
  // nodes.
  absl::Status Spread(Pace* pace) {
    touched_.clear();
    for (size_t i = 0; i < active_.size(); ++i) {
      if (i + kAhead < active_.size()) Prefetch(active_[i + kAhead]);
      const int node = active_[i];
      JUMELAGE_RETURN_IF_ERROR(pace->Done(graph_.degree(node)));
      const Bits fresh = fresh_[node];
      for (const int neighbor : graph_.neighbors(node)) {
        NodeState& state = states_[neighbor];
        Bits arriving;
        for (int i = 0; i < kWords; ++i) arriving[i] = fresh[i] & ~state.found[i];
        if (IsEmpty(arriving)) continue;
        if (IsEmpty(state.finding)) touched_.push_back(neighbor);
        for (int i = 0; i < kWords; ++i) state.finding[i] |= arriving[i];
      }
    }
    return absl::OkStatus();
  }

  // Ends a round: the nodes that were found become the active nodes of the next round. Returns the
  // number of nodes found, summed over all searches.
  int64_t Settle() {
    int64_t found = 0;
    for (const int node : touched_) {
      NodeState& state = states_[node];
      fresh_[node] = state.finding;
      found += Count(state.finding);
      for (int i = 0; i < kWords; ++i) state.found[i] |= state.finding[i];
      state.finding = {};
    }
    active_.swap(touched_);
    return found;
  }

  const Graph& graph_;
  std::vector<NodeState> states_;
  // For each active node, the searches that found it in the last round.
  std::vector<Bits> fresh_;
  std::vector<int> active_, touched_;
};

}  // namespace

absl::StatusOr<Distances> ComputeDistances(const Graph& graph, const StillWanted& still_wanted) {
  Distances distances;
  JointSearch search(graph);
  Pace pace(still_wanted);
  for (int first = 0; first < graph.nodes(); first += kSearches) {
    JUMELAGE_RETURN_IF_ERROR(
        search.Run(first, std::min(first + kSearches, graph.nodes()), &pace, &distances));
  }
  return distances;
}

}  // namespace jumelage
