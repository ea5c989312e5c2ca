#ifndef JUMELAGE_COMMON_RPC_FINGERPRINT_H_
#define JUMELAGE_COMMON_RPC_FINGERPRINT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace jumelage {

// SipHash-2-4 (Aumasson and Bernstein, 2012) of `data` under the 128-bit key `key0`, `key1`.
uint64_t SipHash24(uint64_t key0, uint64_t key1, absl::string_view data);

// A 64-bit fingerprint of `data` under a fixed key: equal on every machine, in every process and
// release, so that it may be stored. It guards against accidents, not against forgery. Never 0,
// which stored formats use for "none".
uint64_t Fingerprint(absl::string_view data);

// The fingerprint of a request without the top-level fields in `ignored`; names that its type lacks
// have no effect. Equal for equal requests of one type, also after a restart. Fields that a later
// release adds do not change it while they are unset.
uint64_t RequestFingerprint(const google::protobuf::Message& request,
                            absl::Span<const absl::string_view> ignored);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_FINGERPRINT_H_
