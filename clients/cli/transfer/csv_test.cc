#include "clients/cli/transfer/csv.h"

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

using testing::ElementsAre;
using Rows = std::vector<std::vector<std::string>>;

// Returns the rows of `text`. For a row that can't be read, returns its line and the error message.
Rows Read(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(&in);
  Rows rows;
  std::vector<std::string> cells;
  for (;;) {
    const absl::StatusOr<bool> row = reader.Next(&cells);
    if (row.ok() && !*row) return rows;
    if (row.ok()) {
      rows.push_back(cells);
    } else {
      rows.push_back({std::to_string(reader.line()), std::string(row.status().message())});
    }
  }
}

TEST(CsvTest, CellsMayContainCommasLineEndsAndQuotationMarks) {
  EXPECT_THAT(Read("a,\"b,\r\nc\",\"d\"\"e\"\r\n,,\n"),
              ElementsAre(ElementsAre("a", "b,\r\nc", "d\"e"), ElementsAre("", "", "")));
}

TEST(CsvTest, TheLastLineNeedsNoEndAndEmptyLinesAreSkipped) {
  EXPECT_THAT(Read("a\n\r\n\nb"), ElementsAre(ElementsAre("a"), ElementsAre("b")));
  EXPECT_THAT(Read(""), ElementsAre());
  EXPECT_THAT(Read("a,"), ElementsAre(ElementsAre("a", "")));
}

TEST(CsvTest, SkipsAByteOrderMark) {
  EXPECT_THAT(Read("\xef\xbb\xbfname,kind\n"), ElementsAre(ElementsAre("name", "kind")));
}

TEST(CsvTest, ReportsTheLineOfAnErrorAndContinues) {
  EXPECT_THAT(Read("a\nb\"c,d\ne\n"),
              ElementsAre(ElementsAre("a"),
                          ElementsAre("2", "a quotation mark occurs within an unquoted cell"),
                          ElementsAre("e")));
  EXPECT_THAT(
      Read("\"a\"b,c\nd\n"),
      ElementsAre(ElementsAre("1", "text follows a closing quotation mark"), ElementsAre("d")));
  EXPECT_THAT(Read("a\n\"b\nc"),
              ElementsAre(ElementsAre("a"), ElementsAre("2", "a quotation mark is not closed")));
}

TEST(CsvTest, ReadsWhatItWrites) {
  const std::vector<std::string> cells = {"plain", "", "a,b", "\"", "two\r\nlines", " spaces "};
  EXPECT_THAT(Read(CsvRow(cells) + CsvRow(cells)), ElementsAre(cells, cells));
  EXPECT_EQ(CsvRow({"a", "b c"}), "a,b c\r\n");
}

}  // namespace
}  // namespace jumelage::cli
