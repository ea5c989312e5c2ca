#include "common/store/lost_races.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace jumelage {
namespace {

constexpr absl::Duration kFirstWait = absl::Milliseconds(2);
constexpr absl::Duration kLongestWait = absl::Milliseconds(50);

// Returns a random number that is at least 0 and less than 1, from the random bits of a UUID.
double RandomPart(IdSource* ids) {
  constexpr int kRandomBytes = 6;
  const std::string uuid = ids->UuidBytes();
  uint64_t bits = 0;
  for (int i = 0; i < kRandomBytes; ++i) bits = bits << 8 | static_cast<unsigned char>(uuid[i]);
  return static_cast<double>(bits) / static_cast<double>(uint64_t{1} << (8 * kRandomBytes));
}

}  // namespace

absl::Duration WaitAfterLostRaces(int lost, IdSource* ids) {
  if (lost <= 1) return absl::ZeroDuration();
  absl::Duration longest = kFirstWait;
  for (int i = 2; i < lost && longest < kLongestWait; ++i) longest *= 2;
  return std::min(longest, kLongestWait) * RandomPart(ids);
}

}  // namespace jumelage
