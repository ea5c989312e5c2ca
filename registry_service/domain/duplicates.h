#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_DUPLICATES_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_DUPLICATES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/still_wanted.h"
#include "jumelage/registry/v1/identity.pb.h"

namespace jumelage {

// The cities that are compared at once; copying them holds a snapshot open.
inline constexpr int kMaxComparedCities = 100000;
// How many cities with one name are compared with each other, and with how many whose names contain
// it: of a name that more bear, those whose resource names come first. Bounds the work for names
// such as 'San José'.
inline constexpr int kMaxNamesakes = 100;
// The proposals that are kept, the best: weak ones are as many as names.
inline constexpr size_t kMaxProposals = 20000;
// Pairs that lie farther apart are two places whatever their names; nearer than the other one is a
// reason to take them for one.
inline constexpr double kFarApartKm = 100;
inline constexpr double kNearbyKm = 10;

// What is compared of a city.
struct ComparedCity {
  std::string name;
  std::string country;
  std::string display_name;
  // Its other names.
  std::vector<std::string> names;
  // Degrees: latitude, longitude.
  std::optional<std::pair<double, double>> location;
  // The index of the city that it is a part of; -1: none.
  int parent = -1;
};

struct ComparedCities {
  // In the order of their names.
  std::vector<ComparedCity> cities;
  // The indices of cities that are twinned, in any order, perhaps several times. Indices beyond
  // `cities` stand for partners that are not compared themselves.
  std::vector<std::pair<int, int>> links;
};

// Two cities that may be one, by index, the first one's name before the second's.
struct Duplicate {
  int first = 0, second = 0;
  // 1 to 100.
  int score = 0;
  std::vector<registry::v1::DuplicateProposal::Reason> reasons;
  int shared_partners = 0;
  std::optional<double> distance_km;
};

// The pairs that may be one place, as QueryDuplicates of the contract tells: the highest score
// first, then by names. Takes time about in proportion to the names and links. Pure.
// Errors: what `still_wanted` says.
absl::StatusOr<std::vector<Duplicate>> FindDuplicates(const ComparedCities& compared,
                                                      const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_DUPLICATES_H_
