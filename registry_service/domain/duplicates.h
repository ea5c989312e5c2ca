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

// The most cities in one comparison. Copying them holds a snapshot open.
inline constexpr int kMaxComparedCities = 100000;
// For each name: the most cities that are compared because they have it, and the most names that
// contain it. The cities whose resource names come first are compared. Bounds the work for common
// names such as 'San José'.
inline constexpr int kMaxNamesakes = 100;
// Only the best proposals are kept, since there may be as many weak ones as names.
inline constexpr size_t kMaxProposals = 20000;
// Pairs farther apart than kFarApartKm are two places, whatever their names. A distance below
// kNearbyKm suggests one place.
inline constexpr double kFarApartKm = 100;
inline constexpr double kNearbyKm = 10;

// The fields of a city that are compared.
struct ComparedCity {
  std::string name;
  std::string country;
  std::string display_name;
  // Its other names.
  std::vector<std::string> names;
  // Degrees: latitude, longitude.
  std::optional<std::pair<double, double>> location;
  // The index of the city that it is a part of, or -1.
  int parent = -1;
};

struct ComparedCities {
  // In the order of their names.
  std::vector<ComparedCity> cities;
  // Pairs of indices of twinned cities, in any order. A pair may occur several times. Indices
  // beyond `cities` stand for partners that are not compared themselves.
  std::vector<std::pair<int, int>> links;
};

// Two cities that may be one, by index. The name of the first comes before that of the second.
struct Duplicate {
  int first = 0, second = 0;
  // 1 to 100.
  int score = 0;
  std::vector<registry::v1::DuplicateProposal::Reason> reasons;
  int shared_partners = 0;
  std::optional<double> distance_km;
};

// Returns the pairs that may be one place, as QueryDuplicates in the contract defines them: the
// highest score first, then by names. Takes time roughly in proportion to the names and links.
// Pure. Returns the error of `still_wanted`.
absl::StatusOr<std::vector<Duplicate>> FindDuplicates(const ComparedCities& compared,
                                                      const StillWanted& still_wanted);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_DUPLICATES_H_
