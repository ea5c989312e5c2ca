#ifndef JUMELAGE_COMMON_RPC_FINGERPRINT_H_
#define JUMELAGE_COMMON_RPC_FINGERPRINT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace jumelage {

// Returns SipHash-2-4 (Aumasson and Bernstein, 2012) of `data` with the 128-bit key `key0`, `key1`.
uint64_t SipHash24(uint64_t key0, uint64_t key1, absl::string_view data);

// Returns a 64-bit fingerprint of `data` with a fixed key. It is the same on every machine, in
// every process and in every release, so it may be stored. It guards against accidents, not against
// forgery. Never 0, which stored formats use for "none".
uint64_t Fingerprint(absl::string_view data);

// Returns the fingerprint of a request without the top-level fields named in `ignored`. Names of
// fields that the request's type lacks have no effect. The fingerprint is equal for equal requests
// of the same type, even after a restart. Fields that a later release adds do not change it while
// they are unset.
uint64_t RequestFingerprint(const google::protobuf::Message& request,
                            absl::Span<const absl::string_view> ignored);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_FINGERPRINT_H_
