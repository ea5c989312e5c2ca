#include "common/rpc/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/rpc/fingerprint.h"

namespace jumelage {
namespace {

constexpr size_t kChecksumBytes = 8;

std::string Checksum(absl::string_view data) {
  uint64_t fingerprint = Fingerprint(data);
  std::string bytes;
  for (size_t i = 0; i < kChecksumBytes; ++i) {
    bytes.push_back(static_cast<char>(fingerprint & 0xff));
    fingerprint >>= 8;
  }
  return bytes;
}

}  // namespace

std::string EncodePageToken(const store::v1::PageToken& token) {
  const std::string bytes = token.SerializeAsString();
  return absl::WebSafeBase64Escape(bytes + Checksum(bytes));
}

absl::StatusOr<store::v1::PageToken> DecodePageToken(absl::string_view token,
                                                     uint64_t request_fingerprint) {
  store::v1::PageToken decoded;
  if (token.empty()) {
    decoded.set_request_fingerprint(request_fingerprint);
    return decoded;
  }
  if (token.size() > kMaxPageTokenLength) return PageTokenInvalidError("it is too long");
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kChecksumBytes) {
    return PageTokenInvalidError("it was not issued by this service");
  }
  const absl::string_view data = absl::string_view(bytes).substr(0, bytes.size() - kChecksumBytes);
  if (Checksum(data) != absl::string_view(bytes).substr(data.size()) ||
      !decoded.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
    return PageTokenInvalidError("it was not issued by this service, or is damaged");
  }
  if (decoded.request_fingerprint() != request_fingerprint) {
    return PageTokenInvalidError(
        "it belongs to another request: repeat the request that it came from; only page_size may "
        "differ");
  }
  return decoded;
}

absl::StatusOr<int> PageSize(int requested, int default_size, int max_size) {
  if (requested < 0) return InvalidFieldsError({{"page_size", "must not be negative"}});
  return requested == 0 ? default_size : std::min(requested, max_size);
}

}  // namespace jumelage
