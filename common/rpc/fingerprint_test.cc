#include "common/rpc/fingerprint.h"

#include <string>

#include "common/rpc/test_messages.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::ListPlacesRequest;
using testing::SearchPlacesRequest;

// The test vectors published with the algorithm: key 00 01 .. 0f, input 00 01 .. of each length.
TEST(SipHashTest, PublishedVectors) {
  constexpr uint64_t kKey0 = 0x0706050403020100;
  constexpr uint64_t kKey1 = 0x0f0e0d0c0b0a0908;
  std::string input;
  EXPECT_EQ(SipHash24(kKey0, kKey1, input), 0x726fdb47dd0e0e31);
  for (char c = 0; c < 7; ++c) input.push_back(c);
  EXPECT_EQ(SipHash24(kKey0, kKey1, input), 0xab0200f58b01d137);
  input.push_back(7);
  EXPECT_EQ(SipHash24(kKey0, kKey1, input), 0x93f5f5799a932462);
  for (char c = 8; c < 15; ++c) input.push_back(c);
  EXPECT_EQ(SipHash24(kKey0, kKey1, input), 0xa129ca6149be45e5);
}

ListPlacesRequest Request() {
  ListPlacesRequest request;
  request.set_filter("country = FR");
  request.set_page_size(50);
  request.set_page_token("abc");
  return request;
}

// Stored fingerprints outlive the process that made them, so this figure must never change.
TEST(RequestFingerprintTest, NeverChanges) {
  EXPECT_EQ(RequestFingerprint(Request(), {}), 0xba4f34cf50239836);
}

TEST(RequestFingerprintTest, ExcludesIgnoredFields) {
  ListPlacesRequest other = Request();
  other.set_page_size(7);
  other.clear_page_token();
  EXPECT_NE(RequestFingerprint(other, {}), RequestFingerprint(Request(), {}));
  EXPECT_EQ(RequestFingerprint(other, {"page_size", "page_token"}),
            RequestFingerprint(Request(), {"page_size", "page_token"}));
  EXPECT_EQ(RequestFingerprint(other, {"no_such_field"}), RequestFingerprint(other, {}));
}

TEST(RequestFingerprintTest, DiffersForDifferentRequests) {
  ListPlacesRequest other = Request();
  other.set_filter("country = DE");
  EXPECT_NE(RequestFingerprint(other, {}), RequestFingerprint(Request(), {}));
  // The same bytes, but the request of a different method.
  ListPlacesRequest list;
  list.set_filter("x");
  SearchPlacesRequest search;
  search.set_filter("x");
  ASSERT_EQ(list.SerializeAsString(), search.SerializeAsString());
  EXPECT_NE(RequestFingerprint(list, {}), RequestFingerprint(search, {}));
}

TEST(RequestFingerprintTest, DoesNotDependOnTheOrderOfMaps) {
  ListPlacesRequest up, down;
  for (int i = 0; i < 100; ++i) {
    (*up.mutable_labels())[std::to_string(i)] = "v";
    (*down.mutable_labels())[std::to_string(99 - i)] = "v";
  }
  EXPECT_EQ(RequestFingerprint(up, {}), RequestFingerprint(down, {}));
}

}  // namespace
}  // namespace jumelage
