#ifndef JUMELAGE_COMMON_TESTING_FAKE_IDS_H_
#define JUMELAGE_COMMON_TESTING_FAKE_IDS_H_

#include <cstdint>
#include <random>
#include <string>

#include "absl/base/thread_annotations.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"

namespace jumelage {

// A source of version 4 UUIDs that depend only on the seed, so repeated runs get the same ids.
// Thread-safe.
class FakeIds : public IdSource {
 public:
  explicit FakeIds(uint64_t seed = 1) : random_(seed) {}

  std::string UuidBytes() override {
    std::string bytes;
    {
      MutexLock lock(&mu_);
      for (int word = 0; word < 2; ++word) {
        const uint64_t value = random_();
        for (int shift = 0; shift < 64; shift += 8) {
          bytes.push_back(static_cast<char>(value >> shift));
        }
      }
    }
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    return bytes;
  }

 private:
  Mutex mu_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_FAKE_IDS_H_
