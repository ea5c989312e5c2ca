#include "common/rpc/page_token.h"

#include <string>

#include "absl/status/status.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "gtest/gtest.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {
namespace {

constexpr uint64_t kFingerprint = 0x1234;

store::v1::PageToken Token() {
  store::v1::PageToken token;
  token.set_request_fingerprint(kFingerprint);
  token.add_last()->set_text("Pančevo");
  token.add_last()->set_integer(-7);
  token.add_last()->set_text("cities/rs-pancevo");
  return token;
}

void ExpectInvalid(const std::string& text, uint64_t fingerprint = kFingerprint) {
  const absl::Status status = DecodePageToken(text, fingerprint).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  EXPECT_EQ(ErrorReason(status), "PAGE_TOKEN_INVALID") << text;
}

TEST(PageTokenTest, RoundTrips) {
  const std::string text = EncodePageToken(Token());
  EXPECT_EQ(
      text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  const auto decoded = DecodePageToken(text, kFingerprint);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->SerializeAsString(), Token().SerializeAsString());
}

TEST(PageTokenTest, AnEmptyTokenAsksForTheFirstPage) {
  const auto decoded = DecodePageToken("", kFingerprint);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->last_size(), 0);
  EXPECT_EQ(decoded->request_fingerprint(), kFingerprint);
}

TEST(PageTokenTest, ATokenOfAnotherRequestIsRefused) {
  ExpectInvalid(EncodePageToken(Token()), kFingerprint + 1);
}

TEST(PageTokenTest, GarbageIsRefused) {
  for (const char* text :
       {"x", "abc", "AAAAAAAAAAA", "not base64!", "====", "QUJDREVGR0hJSktMTU5P"}) {
    ExpectInvalid(text);
  }
  ExpectInvalid(std::string("\0", 1));
  ExpectInvalid(std::string(kMaxPageTokenLength + 1, 'A'));
}

TEST(PageTokenTest, EveryTruncationAndEveryFlippedByteIsRefused) {
  const std::string text = EncodePageToken(Token());
  for (size_t length = 1; length < text.size(); ++length) ExpectInvalid(text.substr(0, length));
  // The last character may carry bits that no byte uses.
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    ExpectInvalid(changed);
  }
}

TEST(PageSizeTest, DefaultsAndBounds) {
  EXPECT_EQ(*PageSize(0, 50, 1000), 50);
  EXPECT_EQ(*PageSize(1, 50, 1000), 1);
  EXPECT_EQ(*PageSize(1000, 50, 1000), 1000);
  EXPECT_EQ(*PageSize(1001, 50, 1000), 1000);
  EXPECT_EQ(*PageSize(2147483647, 50, 1000), 1000);
  const absl::Status status = PageSize(-1, 50, 1000).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "FIELD_INVALID");
}

}  // namespace
}  // namespace jumelage
