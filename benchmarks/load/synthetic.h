#ifndef JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_
#define JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_

#include <cstdint>
#include <string>

#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::benchmarks {

// Made-up but plausible cities and twinnings: a name like a European one, a country, a region, a
// location, a population in some year, sometimes an older or a foreign name. Number `i` is always
// the same for one seed, so nothing is stored. Immutable and thread-safe.
class Synthetic {
 public:
  explicit Synthetic(uint64_t seed) : seed_(seed) {}

  // Such as "saint-verenne-sur-loire-1f3a". Ids are not in the order of the numbers.
  std::string CityId(int64_t number) const;
  std::string CityName(int64_t number) const { return "cities/" + CityId(number); }
  // A city as in a request, without a resource name.
  registry::v1::City City(int64_t number) const;
  // Its display name with one typing error: a missing or a wrong letter.
  std::string MisspeltName(int64_t number) const;
  // The same city after a census, for updates. Another census has other figures.
  registry::v1::City CityAfterCensus(int64_t number, uint64_t census) const;

  std::string TwinningId(int64_t number) const;
  // A twinning of two of the first `cities` cities; `number` < `cities`. No pair occurs twice.
  registry::v1::Twinning Twinning(int64_t number, int64_t cities) const;

 private:
  std::string DisplayName(int64_t number) const;

  const uint64_t seed_;
};

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_SYNTHETIC_H_
