// SearchCities through a real server and client.

#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::SearchCitiesRequest;
using registry::v1::SearchCitiesResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Cities = LiveRegistry::Cities;

class CitySearchTest : public ::testing::Test {
 protected:
  CitySearchTest() {
    const std::pair<const char*, const char*> kCities[] = {
        {"delemont", "display_name: 'Delémont' country: 'CH' names { text: 'Delsberg' }"},
        {"pancevo", "display_name: 'Pančevo' country: 'RS' names { text: 'Панчево' }"},
        {"guangan", "display_name: '广安' country: 'CN' names { text: 'Guang’an' }"},
        {"raanana", "display_name: 'Ra\\'anana' country: 'IL'"},
        {"stafford",
         "display_name: 'Stafford' country: 'GB' names { text: 'Staffort' "
         "kind: KIND_MISSPELLING }"},
        {"tanghin", "display_name: 'Tanghin-Dassouri' country: 'BF' names { text: 'Dassouri' }"},
        {"boulogne", "display_name: 'Boulogne-Billancourt' country: 'FR'"},
        {"boulogne-sur-mer", "display_name: 'Boulogne-sur-Mer' country: 'FR'"},
        {"boulogne-small", "display_name: 'Boulogne' country: 'FR'"},
        {"la-boulogne", "display_name: 'La Boulogne' country: 'BE'"},
        {"soeul", "display_name: 'Sœul'"},
        {"weissenfels", "display_name: 'Weißenfels' country: 'DE'"},
    };
    for (const auto& [id, city] : kCities) EXPECT_THAT(registry_.CreateCity(id, city), IsOk());
  }

  absl::StatusOr<SearchCitiesResponse> Search(const SearchCitiesRequest& request) {
    return registry_.Call(registry_.cities(), &Cities::SearchCities, request);
  }
  // The ids found, the best first.
  std::vector<std::string> Found(const std::string& query, const std::string& country = "") {
    SearchCitiesRequest request;
    request.set_query(query);
    request.set_country(country);
    const auto response = Search(request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> ids;
    if (!response.ok()) return ids;
    for (const auto& result : response->results()) ids.push_back(result.city().name().substr(7));
    return ids;
  }

  LiveRegistry registry_;
};

TEST_F(CitySearchTest, FindsWhateverAccentsCaseScriptAndLigatures) {
  EXPECT_THAT(Found("delemont"), ElementsAre("delemont"));
  EXPECT_THAT(Found("DELÉMONT"), ElementsAre("delemont"));
  EXPECT_THAT(Found("Delsberg"), ElementsAre("delemont"));
  EXPECT_THAT(Found("pancevo"), ElementsAre("pancevo"));
  EXPECT_THAT(Found("Панчево"), ElementsAre("pancevo"));
  EXPECT_THAT(Found("广安"), ElementsAre("guangan"));
  EXPECT_THAT(Found("guangan"), ElementsAre("guangan"));
  EXPECT_THAT(Found("Raanana"), ElementsAre("raanana"));
  EXPECT_THAT(Found("ra'anana"), ElementsAre("raanana"));
  EXPECT_THAT(Found("staffort"), ElementsAre("stafford"));
  EXPECT_THAT(Found("soeul"), ElementsAre("soeul"));
  EXPECT_THAT(Found("weissenfels"), ElementsAre("weissenfels"));
  EXPECT_THAT(Found("nowhere"), IsEmpty());
}

TEST_F(CitySearchTest, RanksWholeNamesBeforeBeginningsBeforeWords) {
  EXPECT_THAT(Found("Boulogne"),
              ElementsAre("boulogne-small", "boulogne", "boulogne-sur-mer", "la-boulogne"));
  EXPECT_THAT(Found("boulogne b"), ElementsAre("boulogne"));
  EXPECT_THAT(Found("billancourt boulogne"), ElementsAre("boulogne"));
  EXPECT_THAT(Found("mer boul"), ElementsAre("boulogne-sur-mer"));
  EXPECT_THAT(Found("dass"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("boulogne", "BE"), ElementsAre("la-boulogne"));
}

TEST_F(CitySearchTest, TellsTheNameThatMatched) {
  SearchCitiesRequest request;
  request.set_query("delsb");
  request.mutable_read_mask()->add_paths("country");
  const auto response = Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).matched_text(), "Delsberg");
  EXPECT_EQ(response->results(0).city().country(), "CH");
  EXPECT_EQ(response->results(0).city().name(), "");
  EXPECT_EQ(response->revision(), registry_.revision());
}

TEST_F(CitySearchTest, PagesAreStableAndBoundToTheirRequest) {
  SearchCitiesRequest request;
  request.set_query("boulogne");
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto response = Search(request);
    ASSERT_THAT(response, IsOk());
    ASSERT_LE(response->results_size(), 1);
    for (const auto& result : response->results()) names.push_back(result.city().display_name());
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names,
              ElementsAre("Boulogne", "Boulogne-Billancourt", "Boulogne-sur-Mer", "La Boulogne"));

  request.set_page_token(Search(request)->next_page_token());
  request.set_query("boulogne b");
  EXPECT_THAT(Search(request), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(CitySearchTest, ForgetsOldNamesAndDeletedCities) {
  registry::v1::UpdateCityRequest update;
  update.mutable_city()->set_name("cities/stafford");
  update.mutable_update_mask()->add_paths("names");
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::UpdateCity, update), IsOk());
  EXPECT_THAT(Found("staffort"), IsEmpty());
  registry::v1::DeleteCityRequest remove;
  remove.set_name("cities/stafford");
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity, remove), IsOk());
  EXPECT_THAT(Found("stafford"), IsEmpty());
}

TEST_F(CitySearchTest, RefusesQueriesThatSayNothing) {
  SearchCitiesRequest request;
  request.set_page_size(-1);
  request.set_country("xx");
  auto refused = Search(request);
  EXPECT_THAT(refused, HasReason("FIELD_INVALID"));
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("query", "country", "page_size"));
  request = SearchCitiesRequest();
  request.set_query("...");
  refused = Search(request);
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("query"));
  request.set_query(std::string(201, 'a'));
  refused = Search(request);
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("query"));
}

}  // namespace
}  // namespace jumelage
