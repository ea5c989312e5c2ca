#ifndef JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_
#define JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// Returns the opaque text of a page token: the token's bytes and a checksum, in base64url. It is
// neither secret nor signed, because a token contains only the position where the list continues,
// and grants no access.
std::string EncodePageToken(const store::v1::PageToken& token);

// The inverse of EncodePageToken. `request_fingerprint` is the fingerprint of the request that has
// the token (RequestFingerprint without page_size, page_token and, in some methods, read_mask). An
// empty `token` asks for the first page, and gives a token without `last`. Returns
// PAGE_TOKEN_INVALID (INVALID_ARGUMENT) if `token` is too long, is not a token, is damaged, or
// belongs to a different request.
absl::StatusOr<store::v1::PageToken> DecodePageToken(absl::string_view token,
                                                     uint64_t request_fingerprint);

// Returns the page size for `requested`: `default_size` for 0, otherwise at most `max_size`
// (AIP-158). Returns FIELD_INVALID (INVALID_ARGUMENT) for page_size if `requested` is negative.
absl::StatusOr<int> PageSize(int requested, int default_size, int max_size);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_PAGE_TOKEN_H_
