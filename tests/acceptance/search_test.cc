// Searches with typing errors over the real network: misspellings.tsv holds names as people might
// mistype them, each with the place that is meant (make_misspellings.py tells how it was made).

#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/real_network.h"

namespace jumelage {
namespace {

using registry::v1::SearchCitiesRequest;
using registry::v1::SearchCitiesResponse;

using Row = std::vector<std::string>;

std::vector<Row> ReadTable(const std::string& path, size_t columns) {
  std::ifstream file(path);
  EXPECT_TRUE(file.is_open()) << path;
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    rows.push_back(absl::StrSplit(line, '\t'));
    EXPECT_EQ(rows.back().size(), columns) << line;
  }
  return rows;
}

class SearchTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { network_ = new RealNetwork(); }
  static void TearDownTestSuite() {
    delete network_;
    network_ = nullptr;
  }

  // The names of the best five.
  static std::vector<std::string> BestFive(const std::string& query) {
    SearchCitiesRequest request;
    request.set_query(query);
    request.set_page_size(5);
    const auto response = network_->client().SearchCities(request);
    EXPECT_THAT(response, IsOk()) << query;
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const auto& result : response->results()) names.push_back(result.city().name());
    return names;
  }

  static RealNetwork* network_;
};

RealNetwork* SearchTest::network_ = nullptr;

TEST_F(SearchTest, FindsAlmostEveryMisspeltName) {
  // Where several places have one label, the misspelling means each of them.
  std::map<std::string, std::set<std::string>> meant;
  for (const Row& row : ReadTable("data/wikidata-2016/names.tsv", 2)) {
    meant[row[1]].insert(RealNetwork::City(row[0]));
  }
  const std::vector<Row> rows = ReadTable("tests/acceptance/misspellings.tsv", 4);
  ASSERT_GE(rows.size(), 200u);
  size_t first = 0, in_five = 0;
  std::string missed;
  for (const Row& row : rows) {
    const std::set<std::string>& right = meant[row[2]];
    ASSERT_EQ(right.count(RealNetwork::City(row[1])), 1u) << row[0];
    const std::vector<std::string> found = BestFive(row[0]);
    size_t place = 0;
    while (place < found.size() && right.count(found[place]) == 0) ++place;
    if (place == 0 && !found.empty()) ++first;
    if (place < found.size()) ++in_five;
    if (place > 0 || found.empty()) {
      absl::StrAppend(&missed, row[0], " for ", row[2], ": ",
                      place < found.size() ? absl::StrCat("place ", place + 1) : "not in five",
                      "\n");
    }
  }
  RecordProperty("misspellings", static_cast<int>(rows.size()));
  RecordProperty("first", static_cast<int>(first));
  RecordProperty("in_five", static_cast<int>(in_five));
  EXPECT_GE(static_cast<double>(first), 0.95 * static_cast<double>(rows.size())) << missed;
  EXPECT_GE(static_cast<double>(in_five), 0.99 * static_cast<double>(rows.size())) << missed;
  std::cout << first << " of " << rows.size() << " first, " << in_five << " in the first five\n"
            << missed;
}

// Those that the pages of the two municipalities, and their readers, write.
TEST_F(SearchTest, FindsTheNamesOfTheTwoMunicipalitiesPages) {
  LiveRegistry& registry = network_->registry();
  ASSERT_THAT(
      registry.CreateCity("tanghin-dassouri", "display_name: 'Tanghin-Dassouri' country: 'BF'"),
      IsOk());
  ASSERT_THAT(registry.CreateCity("zaporizhzhia", "display_name: 'Zaporizhzhia' country: 'UA'"),
              IsOk());
  ASSERT_THAT(registry.CreateCity("delemont", "display_name: 'Delémont' country: 'CH'"), IsOk());
  const std::pair<const char*, std::string> kCases[] = {
      {"Tanguin Dasouri", "cities/tanghin-dassouri"},
      {"Staffort", RealNetwork::City("Q826782")},
      {"Zaporizia", "cities/zaporizhzhia"},
      {"Delemon", "cities/delemont"},
      {"Guangan", RealNetwork::City("Q427367")},
      {"广安", RealNetwork::City("Q427367")},
      {"Boulogne Bilancourt", RealNetwork::City("Q172455")},
  };
  for (const auto& [query, name] : kCases) {
    const std::vector<std::string> found = BestFive(query);
    ASSERT_FALSE(found.empty()) << query;
    EXPECT_EQ(found[0], name) << query;
  }
}

}  // namespace
}  // namespace jumelage
