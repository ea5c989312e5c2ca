#include "clients/cli/text/printable.h"

#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

TEST(PrintableTest, LeavesNoControlCharacters) {
  EXPECT_EQ(Printable("a\x1b[31m\tb\x7f"), "a [31m b ");
  EXPECT_EQ(Printable("a\r\nb\nc\rd\u2028e\u2029f\u0085g"), "a b c d e f g");
  EXPECT_EQ(Printable("\u009b31m"), " 31m") << "a control sequence in one character";
  EXPECT_EQ(Printable("a\x9b\xff z"), "a\ufffd\ufffd z") << "bytes that are not UTF-8";
  EXPECT_EQ(Printable("Zaporizhzhia, Запоріжжя, 广安"), "Zaporizhzhia, Запоріжжя, 广安");
}

TEST(PrintableTest, KeepsLineBreaksOnRequest) {
  EXPECT_EQ(PrintableLines("a\r\nb\n\nc\rd\u2028e\u2029f\u0085g\x1bh"), "a\nb\n\nc\nd\ne\nf\ng h");
}

TEST(IsolatedTest, DoesNotChangeTextFromLeftToRight) {
  for (const char* text : {"", "Belfort", "Delémont (Suisse), 1985", "广安", "a\nb", "\u200d"}) {
    EXPECT_EQ(Isolated(text), text);
  }
}

TEST(IsolatedTest, EnclosesTextFromRightToLeft) {
  EXPECT_EQ(Isolated("سوسة"), "\u2068سوسة\u2069");
  EXPECT_EQ(Isolated("רעננה (Ra'anana)"), "\u2068רעננה (Ra'anana)\u2069");
  EXPECT_EQ(Isolated("\u0661\u0662"), "\u2068\u0661\u0662\u2069") << "Arabic digits";
  EXPECT_EQ(Isolated("a\u200fb"), "\u2068a\u200fb\u2069") << "a mark";
  EXPECT_EQ(Isolated("a\u200eb"), "\u2068a\u200eb\u2069") << "a mark";
  EXPECT_EQ(Isolated("a\u061cb"), "\u2068a\u061cb\u2069") << "a mark";
}

TEST(IsolatedTest, ClosesWhatTheTextLeavesOpen) {
  EXPECT_EQ(Isolated("a\u202eb"), "\u2068a\u202eb\u202c\u2069");
  EXPECT_EQ(Isolated("a\u202ab\u202dc"), "\u2068a\u202ab\u202dc\u202c\u202c\u2069");
  EXPECT_EQ(Isolated("a\u2067b"), "a\u2067b\u2069");
  EXPECT_EQ(Isolated("a\u2066\u202eb\u2069c"), "a\u2066\u202eb\u202c\u2069c");
}

TEST(IsolatedTest, LeavesOutWhatWouldCloseSomethingBeforeTheText) {
  EXPECT_EQ(Isolated("a\u2069b\u202cc"), "abc");
  EXPECT_EQ(Isolated("\u202e\u2066\u202cx"), "\u2068\u202e\u2066x\u2069\u202c\u2069")
      << "within the isolate, nothing is there to close";
}

TEST(IsolatedTest, IsolatesEachLine) {
  EXPECT_EQ(Isolated("a\u202eb\nc"), "\u2068a\u202eb\u202c\u2069\nc");
  EXPECT_EQ(Isolated("\u2067a\nb\u2069"), "\u2067a\u2069\nb");
}

// Names are isolated first, then the lines that contain them.
TEST(IsolatedTest, IsolatesOnlyOnce) {
  const std::string name = Isolated("a\u202eb");
  EXPECT_EQ(Isolated(name), name);
  EXPECT_EQ(Isolated("x (" + name + ")"), "x (" + name + ")");
}

// Returns whether the isolates of `text` are balanced, and each embedding ends before its isolate.
bool IsBalanced(const std::string& text) {
  std::string open;
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    const std::string character = text.substr(i, 3);
    if (character == "\u202a" || character == "\u202b" || character == "\u202d" ||
        character == "\u202e") {
      open += 'e';
    } else if (character == "\u2066" || character == "\u2067" || character == "\u2068") {
      open += 'i';
    } else if (character == "\u202c" || character == "\u2069") {
      if (open.empty() || open.back() != (character == "\u202c" ? 'e' : 'i')) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

TEST(IsolatedTest, BalancesAnyMixture) {
  constexpr absl::string_view kPieces[] = {"a",      "ש",      " ",      "\u202a", "\u202b",
                                           "\u202c", "\u202d", "\u202e", "\u2066", "\u2067",
                                           "\u2068", "\u2069", "\u200f", "."};
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (size_t length = random() % 12; length > 0; --length) {
      const absl::string_view piece = kPieces[random() % std::size(kPieces)];
      text.append(piece.data(), piece.size());
    }
    const std::string isolated = Isolated(text);
    EXPECT_TRUE(IsBalanced(isolated)) << "seed " << seed;
    EXPECT_EQ(Isolated(isolated), isolated) << "seed " << seed;
    if (absl::StrContains(text, "\u202e")) {
      EXPECT_TRUE(absl::StrContains(isolated, "\u2069")) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace jumelage::cli
