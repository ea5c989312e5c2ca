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

}  // namespace
}  // namespace jumelage::cli
