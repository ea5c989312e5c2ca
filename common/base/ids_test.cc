#include "common/base/ids.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(IdsTest, RealIdsAreDistinctVersion4Uuids) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string bytes = IdSource::Real()->UuidBytes();
    ASSERT_EQ(bytes.size(), 16u);
    EXPECT_TRUE(IsUuid4(FormatUuid(bytes))) << FormatUuid(bytes);
    seen.insert(bytes);
  }
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(IdsTest, FormatsInGroups) {
  EXPECT_EQ(FormatUuid(std::string(
                "\x01\x23\x45\x67\x89\xab\x4d\xef\x80\x00\xff\xfe\xfd\xfc\xfb\xfa", 16)),
            "01234567-89ab-4def-8000-fffefdfcfbfa");
}

TEST(IdsTest, RecognizesUuid4) {
  EXPECT_TRUE(IsUuid4("01234567-89ab-4def-8000-fffefdfcfbfa"));
  EXPECT_TRUE(IsUuid4("01234567-89AB-4DEF-B000-FFFEFDFCFBFA"));
  for (const char* text : {
           "",
           "01234567-89ab-4def-8000-fffefdfcfbf",    // too short
           "01234567-89ab-4def-8000-fffefdfcfbfa0",  // too long
           "01234567-89ab-1def-8000-fffefdfcfbfa",   // version 1
           "01234567-89ab-4def-c000-fffefdfcfbfa",   // a different variant
           "01234567x89ab-4def-8000-fffefdfcfbfa",   // not a dash
           "g1234567-89ab-4def-8000-fffefdfcfbfa",   // not hexadecimal
           "{0123456-89ab-4def-8000-fffefdfcfbf}",
       }) {
    EXPECT_FALSE(IsUuid4(text)) << text;
  }
}

}  // namespace
}  // namespace jumelage
