#include "clients/cli/text/text_table.h"

#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

TEST(TextTableTest, MeasuresTheWidthOnATerminal) {
  EXPECT_EQ(DisplayWidth("Belfort"), 7);
  EXPECT_EQ(DisplayWidth("Delémont"), 8);
  EXPECT_EQ(DisplayWidth("Dele\u0301mont"), 8) << "a combining accent takes no column";
  EXPECT_EQ(DisplayWidth("广安"), 4);
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("\xff"), 1) << "one replacement character";
}

TEST(TextTableTest, AlignsColumns) {
  TextTable table({"CITY", "COUNTRY"});
  table.AddRow({"广安", "China"});
  table.AddRow({"Pančevo", "Serbia"});
  table.AddRow({"x", ""});
  EXPECT_EQ(table.Render(),
            "CITY     COUNTRY\n"
            "广安     China\n"
            "Pančevo  Serbia\n"
            "x\n");
}

// A text from a record must not control the terminal or break a row.
TEST(TextTableTest, ReplacesControlCharacters) {
  TextTable table({"A"});
  table.AddRow({"a\nb\x1b[31mc"});
  EXPECT_EQ(table.Render(), "A\na b [31mc\n");
}

// A name must not reverse the cells that follow it.
TEST(TextTableTest, IsolatesCellsWithTextFromRightToLeft) {
  TextTable table({"A", "B"});
  table.AddRow({"سوسة", "1"});
  table.AddRow({"a\u202eb", "2"});
  EXPECT_EQ(table.Render(),
            "A     B\n"
            "\u2068سوسة\u2069  1\n"
            "\u2068a\u202eb\u202c\u2069    2\n");
}

}  // namespace
}  // namespace jumelage::cli
