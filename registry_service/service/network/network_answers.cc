#include "registry_service/service/network/network_answers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/network/paths.h"
#include "registry_service/service/queries/city_summary.h"

namespace jumelage {
namespace {

using registry::v1::CitySummary;
using registry::v1::Neighbor;
using registry::v1::NetworkPath;
using registry::v1::NetworkStep;

// Adds a violation if `value` is out of range. 0 is allowed and means the default.
void CheckBound(absl::string_view field, int value, int most, Violations* violations) {
  if (value < 0 || value > most) {
    violations->Add(field, absl::StrCat("must be from 1 to ", most, ", or 0 for the default"));
  }
}

int OrDefault(int value, int otherwise) { return value == 0 ? otherwise : value; }

void Summarize(const NetworkPlace& place, CitySummary* summary) {
  *summary = MakeSummary(place.name, place.display_name, place.country);
}

// Adds messages to the lists of an answer until they use kMaxNetworkAnswerBytes.
class Room {
 public:
  // If `message` does not fit, returns false without changing `list`. After that, no message fits.
  template <typename List, typename Message>
  bool Add(Message message, List* list) {
    left_ -= static_cast<int64_t>(message.ByteSizeLong());
    if (left_ < 0) return false;
    *list->Add() = std::move(message);
    return true;
  }

 private:
  int64_t left_ = kMaxNetworkAnswerBytes;
};

NetworkPath ToPath(const Network& network, const std::vector<int>& nodes) {
  NetworkPath path;
  for (size_t i = 0; i < nodes.size(); ++i) {
    NetworkStep* const step = path.add_steps();
    Summarize(network.place(nodes[i]), step->mutable_city());
    if (i == 0) continue;
    for (const absl::string_view name : network.TwinningsBetween(nodes[i - 1], nodes[i])) {
      step->add_twinnings(std::string(name));
    }
  }
  return path;
}

// Answers FindPaths if the source or the target has no selected link. The only path from or to such
// a city is the path to itself, which has length 0.
absl::Status AnswerWithoutLinks(const Network& network, const std::string& source,
                                const std::string& target,
                                registry::v1::FindPathsResponse* response) {
  const NetworkRecords& records = *network.records();
  const int place = records.Leading(records.PlaceOf(source));
  if (place == kNoPlace || place != records.Leading(records.PlaceOf(target))) {
    return absl::OkStatus();
  }
  response->set_length(0);
  response->set_path_count(1);
  Summarize(*records.places[place], response->add_paths()->add_steps()->mutable_city());
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateFindPaths(const registry::v1::FindPathsRequest& request) {
  Violations violations;
  CheckResourceName("source", request.source(), "cities", &violations);
  CheckResourceName("target", request.target(), "cities", &violations);
  CheckBound("max_length", request.max_length(), kMaxPathLength, &violations);
  CheckBound("max_paths", request.max_paths(), kMaxPaths, &violations);
  CheckLinkSelection(request.links(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateQueryCommonPartners(const registry::v1::QueryCommonPartnersRequest& request) {
  Violations violations;
  if (request.cities_size() < 2 || request.cities_size() > kMaxCommonPartnersCities) {
    violations.Add("cities",
                   absl::StrCat("must have from 2 to ", kMaxCommonPartnersCities, " entries"));
  } else {
    std::set<std::string> seen;
    for (int i = 0; i < request.cities_size(); ++i) {
      const std::string path = Indexed("cities", i);
      CheckResourceName(path, request.cities(i), "cities", &violations);
      if (!seen.insert(request.cities(i)).second) violations.Add(path, "occurs twice");
    }
  }
  CheckLinkSelection(request.links(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateQueryNeighborhood(const registry::v1::QueryNeighborhoodRequest& request) {
  Violations violations;
  CheckResourceName("city", request.city(), "cities", &violations);
  CheckBound("max_distance", request.max_distance(), kMaxNeighborhoodDistance, &violations);
  CheckBound("max_cities", request.max_cities(), kMaxNeighborhoodCities, &violations);
  CheckLinkSelection(request.links(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateQueryCountryLinks(const registry::v1::QueryCountryLinksRequest& request) {
  Violations violations;
  CheckLinkSelection(request.links(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateComputeStatistics(const registry::v1::ComputeStatisticsRequest& request) {
  Violations violations;
  CheckLinkSelection(request.links(), &violations);
  return violations.ToStatus();
}

absl::Status AnswerFindPaths(const Network& network, const registry::v1::FindPathsRequest& request,
                             const StillWanted& still_wanted,
                             registry::v1::FindPathsResponse* response) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<int> source, network.NodeOf(request.source()));
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<int> target, network.NodeOf(request.target()));
  if (!source || !target) {
    return AnswerWithoutLinks(network, request.source(), request.target(), response);
  }
  PathLimits limits;
  limits.max_length = OrDefault(request.max_length(), kMaxPathLength);
  limits.max_paths = OrDefault(request.max_paths(), kDefaultPaths);
  JUMELAGE_ASSIGN_OR_RETURN(
      const ShortestPaths shortest,
      FindShortestPaths(network.graph(), *source, *target, limits, still_wanted));
  if (!shortest.length) return absl::OkStatus();
  response->set_length(*shortest.length);
  response->set_path_count(shortest.count);
  Room room;
  for (const std::vector<int>& nodes : shortest.paths) {
    if (!room.Add(ToPath(network, nodes), response->mutable_paths())) break;
  }
  response->set_truncated(response->paths_size() < shortest.count);
  return absl::OkStatus();
}

absl::Status AnswerCommonPartners(const Network& network,
                                  const registry::v1::QueryCommonPartnersRequest& request,
                                  registry::v1::QueryCommonPartnersResponse* response) {
  std::vector<int> nodes;
  bool all_linked = true;
  for (const std::string& city : request.cities()) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<int> node, network.NodeOf(city));
    all_linked = all_linked && node.has_value();
    if (node) nodes.push_back(*node);
  }
  if (!all_linked) return absl::OkStatus();
  // If the request names a city twice, under different names, keep its node only once.
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  Room room;
  for (const int common : CommonNeighbors(network.graph(), nodes)) {
    registry::v1::CommonPartner partner;
    Summarize(network.place(common), partner.mutable_city());
    for (const int node : nodes) {
      for (const absl::string_view name : network.TwinningsBetween(node, common)) {
        partner.add_twinnings(std::string(name));
      }
    }
    std::sort(partner.mutable_twinnings()->begin(), partner.mutable_twinnings()->end());
    if (!room.Add(std::move(partner), response->mutable_partners())) {
      response->set_truncated(true);
      break;
    }
  }
  return absl::OkStatus();
}

namespace {

// Adds the links among the nodes `told`, which are those in the answer. Returns false if not all
// links fit.
absl::StatusOr<bool> AddEdges(const Network& network, std::vector<int> told,
                              const StillWanted& still_wanted, Room* room,
                              registry::v1::QueryNeighborhoodResponse* response) {
  std::sort(told.begin(), told.end());
  Pace pace(still_wanted);
  for (const int node : told) {
    JUMELAGE_RETURN_IF_ERROR(pace.Done(int64_t{10} * network.graph().degree(node)));
    for (const int other : network.graph().neighbors(node)) {
      if (other < node || !std::binary_search(told.begin(), told.end(), other)) continue;
      registry::v1::NetworkEdge edge;
      edge.set_first_city(network.place(node).name);
      edge.set_second_city(network.place(other).name);
      for (const absl::string_view name : network.TwinningsBetween(node, other)) {
        edge.add_twinnings(std::string(name));
      }
      if (!room->Add(std::move(edge), response->mutable_edges())) return false;
    }
  }
  return true;
}

}  // namespace

absl::Status AnswerNeighborhood(const Network& network,
                                const registry::v1::QueryNeighborhoodRequest& request,
                                const StillWanted& still_wanted,
                                registry::v1::QueryNeighborhoodResponse* response) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<int> center, network.NodeOf(request.city()));
  if (!center) {
    const NetworkRecords& records = *network.records();
    const int place = records.Leading(records.PlaceOf(request.city()));
    if (place == kNoPlace) return NotFoundError("City", request.city());
    Summarize(*records.places[place], response->add_neighbors()->mutable_city());
    response->set_city_count(1);
    return absl::OkStatus();
  }
  const std::vector<NodeAtDistance> around = NodesAround(
      network.graph(), *center, OrDefault(request.max_distance(), kDefaultNeighborhoodDistance));
  response->set_city_count(static_cast<int64_t>(around.size()));
  const auto most =
      static_cast<size_t>(OrDefault(request.max_cities(), kDefaultNeighborhoodCities));
  bool all = around.size() <= most;
  Room room;
  std::vector<int> told;
  for (const NodeAtDistance& at : around) {
    if (told.size() == most) break;
    Neighbor neighbor;
    Summarize(network.place(at.node), neighbor.mutable_city());
    neighbor.set_distance(at.distance);
    if (!room.Add(std::move(neighbor), response->mutable_neighbors())) break;
    told.push_back(at.node);
  }
  JUMELAGE_ASSIGN_OR_RETURN(const bool fitted,
                            AddEdges(network, std::move(told), still_wanted, &room, response));
  response->set_truncated(!all || !fitted);
  return absl::OkStatus();
}

absl::Status AnswerCountryLinks(const Network& network, const StillWanted& still_wanted,
                                registry::v1::QueryCountryLinksResponse* response) {
  std::map<std::pair<absl::string_view, absl::string_view>, int64_t> counts;
  Pace pace(still_wanted);
  for (int node = 0; node < network.graph().nodes(); ++node) {
    JUMELAGE_RETURN_IF_ERROR(pace.Done(int64_t{20} * network.graph().degree(node)));
    const absl::string_view country = network.place(node).country;
    for (const int other : network.graph().neighbors(node)) {
      if (other < node) continue;
      ++counts[std::minmax(country, absl::string_view(network.place(other).country))];
    }
  }
  std::vector<std::tuple<int64_t, absl::string_view, absl::string_view>> pairs;
  for (const auto& [pair, count] : counts) pairs.emplace_back(-count, pair.first, pair.second);
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [negative, first, second] : pairs) {
    registry::v1::CountryLinks* const links = response->add_pairs();
    links->set_first_country(std::string(first));
    links->set_second_country(std::string(second));
    links->set_twinnings(-negative);
  }
  return absl::OkStatus();
}

void AnswerStatistics(const Network& network, const NetworkStatistics& statistics,
                      registry::v1::ComputeStatisticsResponse* response) {
  response->set_places(statistics.nodes);
  response->set_twinnings(statistics.edges);
  response->set_components(statistics.components);
  response->set_largest_component(statistics.largest_component);
  response->set_max_degree(statistics.max_degree);
  response->set_wedges(statistics.wedges);
  response->set_claws(statistics.claws);
  response->set_triangles(statistics.triangles);
  response->set_squares(statistics.squares);
  response->set_diameter(statistics.diameter);
  if (statistics.mean_degree) response->set_mean_degree(*statistics.mean_degree);
  if (statistics.clustering) response->set_clustering(*statistics.clustering);
  if (statistics.assortativity) response->set_assortativity(*statistics.assortativity);
  if (statistics.mean_distance) response->set_mean_distance(*statistics.mean_distance);
  for (const auto& [degree, places] : statistics.degrees) {
    registry::v1::DegreeCount* const count = response->add_degrees();
    count->set_degree(degree);
    count->set_places(places);
  }
  for (const int node : statistics.hubs) {
    registry::v1::NetworkHub* const hub = response->add_hubs();
    Summarize(network.place(node), hub->mutable_city());
    hub->set_degree(network.graph().degree(node));
  }
}

}  // namespace jumelage
