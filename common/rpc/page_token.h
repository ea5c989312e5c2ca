#ifndef JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_
#define JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The opaque text of a page token: base64url of the token's bytes and a checksum. Not a secret and
// not signed: a token says where a walk goes on, never what a caller may see.
std::string EncodePageToken(const store::v1::PageToken& token);

// The inverse. `request_fingerprint` is that of the request which carries the token
// (RequestFingerprint without page_size and page_token). An empty `token` asks for the first page:
// no `last`. PAGE_TOKEN_INVALID (INVALID_ARGUMENT): not a token, a damaged one, or one of another
// request.
absl::StatusOr<store::v1::PageToken> DecodePageToken(absl::string_view token,
                                                     uint64_t request_fingerprint);

// The size of the page to give for `requested`: `default_size` for 0, at most `max_size` (AIP-158).
// FIELD_INVALID (INVALID_ARGUMENT) naming page_size when negative.
absl::StatusOr<int> PageSize(int requested, int default_size, int max_size);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_
