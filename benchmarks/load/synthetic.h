#ifndef JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_
#define JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_

#include <cstdint>
#include <string>

#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::benchmarks {

// Cities and twinnings that are made up but plausible: names of the length and make that European
// ones have, a country, a region, a position, a population of a given year, sometimes an older or a
// foreign name. Number `i` is always the same for one seed, so that nothing needs to be kept.
// Immutable and thread-safe.
class Synthetic {
 public:
  explicit Synthetic(uint64_t seed) : seed_(seed) {}

  // "saint-verenne-sur-loire-1f3a": the order of ids is not that of numbers.
  std::string CityId(int64_t number) const;
  std::string CityName(int64_t number) const { return "cities/" + CityId(number); }
  // As a request gives it, without a name.
  registry::v1::City City(int64_t number) const;
  // Its display name with one typing error: a letter too few, or a wrong one.
  std::string MisspeltName(int64_t number) const;
  // The same city after a census: what an update writes. Another census gives other figures.
  registry::v1::City CityAfterCensus(int64_t number, uint64_t census) const;

  std::string TwinningId(int64_t number) const;
  // A twinning of two of the first `cities` cities, `number` < `cities`; no two of one pair.
  registry::v1::Twinning Twinning(int64_t number, int64_t cities) const;

 private:
  std::string DisplayName(int64_t number) const;

  const uint64_t seed_;
};

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_
