#ifndef JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_
#define JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_

#include <cstdint>
#include <string>

#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::benchmarks {

// Generates made-up but plausible cities and twinnings. A city has a name that sounds European, a
// country, a region, a location, a population in some year, and sometimes a former or foreign name.
// The same seed and arguments always give the same city or twinning, so nothing is stored.
// Immutable and thread-safe.
class Synthetic {
 public:
  explicit Synthetic(uint64_t seed) : seed_(seed) {}

  // Returns an id such as "saint-verenne-sur-loire-1f3a". Ids are not in the order of the numbers.
  std::string CityId(int64_t number) const;
  std::string CityName(int64_t number) const { return "cities/" + CityId(number); }
  // Returns a city as in a request, without a resource name.
  registry::v1::City City(int64_t number) const;
  // Returns the city's display name with one typo: a missing or a wrong letter.
  std::string MisspeltName(int64_t number) const;
  // Returns the same city after a census, for updates. Each `census` gives different figures.
  registry::v1::City CityAfterCensus(int64_t number, uint64_t census) const;

  std::string TwinningId(int64_t number) const;
  // Returns a twinning between two of the first `cities` cities, of which there must be at least 3.
  // `number` must be less than `cities`. Different numbers give different pairs.
  registry::v1::Twinning Twinning(int64_t number, int64_t cities) const;

 private:
  std::string DisplayName(int64_t number) const;

  const uint64_t seed_;
};

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_
