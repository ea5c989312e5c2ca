#include "common/base/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(CountCharactersTest, CountsCodePointsOfValidUtf8) {
  EXPECT_EQ(CountCharacters(""), 0);
  EXPECT_EQ(CountCharacters("Belfort"), 7);
  EXPECT_EQ(CountCharacters("Delémont"), 8);
  EXPECT_EQ(CountCharacters("广安"), 2);
  EXPECT_EQ(CountCharacters("\xf0\x9f\x87\xab"), 1);
  EXPECT_EQ(CountCharacters(std::string("a\0b", 3)), 3);
  EXPECT_EQ(CountCharacters("\xf4\x8f\xbf\xbf"), 1);  // U+10FFFF
}

TEST(CountCharactersTest, RefusesInvalidUtf8) {
  for (const char* text : {"\x80", "\xff", "\xc3", "a\xc3(", "\xc0\xaf" /* overlong */,
                           "\xe0\x80\xaf" /* overlong, too */, "\xed\xa0\x80" /* surrogate */,
                           "\xf4\x90\x80\x80" /* above U+10FFFF */, "\xe2\x82", "\xf0\x9f\x87"}) {
    EXPECT_EQ(CountCharacters(text), -1) << text;
  }
}

TEST(Utf8CharacterLengthTest, IsThatOfTheFirstCharacter) {
  EXPECT_EQ(Utf8CharacterLength("ab"), 1);
  EXPECT_EQ(Utf8CharacterLength("čb"), 2);
  EXPECT_EQ(Utf8CharacterLength("广b"), 3);
  EXPECT_EQ(Utf8CharacterLength("\xff"), 0);
}

}  // namespace
}  // namespace jumelage
