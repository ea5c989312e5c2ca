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

// The most cities in one comparison. There is a limit because a snapshot of the view stays open
// while the cities are copied.
inline constexpr int kMaxComparedCities = 100000;
// Bounds the work for common names such as 'San José'. Of all cities with the same name, only this
// many are compared with one another. Of all names that contain a name, only this many are compared
// with it. In both cases the cities that come first by resource name are taken.
inline constexpr int kMaxNamesakes = 100;
// The most proposals in a result. The best are kept. The number of weak ones can grow with the
// number of names.
inline constexpr size_t kMaxProposals = 20000;
// Two cities more than kFarApartKm apart are different places, whatever their names. A distance of
// at most kNearbyKm suggests that they are the same place.
inline constexpr double kFarApartKm = 100;
inline constexpr double kNearbyKm = 10;

// The fields of a city that are compared.
struct ComparedCity {
  std::string name;
  std::string country;
  std::string display_name;
  // All names other than the display name, in any order.
  std::vector<std::string> names;
  // Latitude and longitude, in degrees.
  std::optional<std::pair<double, double>> location;
  // The index of the city that this one is a part of, or -1.
  int parent = -1;
};

struct ComparedCities {
  // In the order of their resource names.
  std::vector<ComparedCity> cities;
  // Pairs of indices of twinned cities, in any order. A pair may occur several times. Indices
  // beyond the end of `cities` identify partners that are not compared themselves.
  std::vector<std::pair<int, int>> links;
};

// Two cities that may be the same place, by their indices. The resource name of the first sorts
// before that of the second.
struct Duplicate {
  int first = 0, second = 0;
  // From 1 to 100.
  int score = 0;
  std::vector<registry::v1::DuplicateProposal::Reason> reasons;
  int shared_partners = 0;
  std::optional<double> distance_km;
};

// Returns the pairs of cities that may be the same place, as the contract's QueryDuplicates defines
// them: at most kMaxProposals, those with the highest scores. The highest score comes first; equal
// scores are ordered by the resource names of the pair. Takes time roughly proportional to the
// number of names and links. Pure. Returns the error of `still_wanted` if it stops the comparison.
absl::StatusOr<std::vector<Duplicate>> FindDuplicates(const ComparedCities& compared,
                                                      const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_DUPLICATES_H_
