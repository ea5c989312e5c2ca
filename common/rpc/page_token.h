#ifndef JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_
#define JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The opaque text of a page token: base64url of the token's bytes and a checksum. It is neither
// secret nor signed: a token contains where a walk continues, never what a caller may see.
std::string EncodePageToken(const store::v1::PageToken& token);

// The inverse. `request_fingerprint` is that of the request with the token (RequestFingerprint
// without page_size and page_token). An empty `token` asks for the first page: no `last`.
// PAGE_TOKEN_INVALID (INVALID_ARGUMENT): not a token, a damaged one, or one of another request.
absl::StatusOr<store::v1::PageToken> DecodePageToken(absl::string_view token,
                                                     uint64_t request_fingerprint);

// Returns the page size for `requested`: `default_size` for 0, at most `max_size` (AIP-158).
// FIELD_INVALID (INVALID_ARGUMENT) naming page_size if negative.
absl::StatusOr<int> PageSize(int requested, int default_size, int max_size);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_
