// Tests SearchCities through a real server and client.

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
  // Returns the ids of the results, the best result first.
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

  // Returns the number of typos in the best match, or -1 if there is no match.
  int TypingErrors(const std::string& query) {
    SearchCitiesRequest request;
    request.set_query(query);
    const auto response = Search(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() && !response->results().empty() ? response->results(0).typing_errors()
                                                         : -1;
  }
  void Rename(const std::string& id, const std::string& name) {
    registry::v1::UpdateCityRequest update;
    update.mutable_city()->set_name("cities/" + id);
    update.mutable_city()->set_display_name(name);
    update.mutable_update_mask()->add_paths("display_name");
    ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::UpdateCity, update), IsOk());
  }

  LiveRegistry registry_;
};

TEST_F(CitySearchTest, IgnoresAccentsCaseScriptAndLigatures) {
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

TEST_F(CitySearchTest, RanksFullNamesBeforeBeginningsBeforeWords) {
  EXPECT_THAT(Found("Boulogne"),
              ElementsAre("boulogne-small", "boulogne", "boulogne-sur-mer", "la-boulogne"));
  // The additional letter is a typo. Results with typos come last.
  EXPECT_THAT(Found("boulogne b"), ElementsAre("boulogne", "boulogne-small"));
  EXPECT_THAT(Found("billancourt boulogne"), ElementsAre("boulogne"));
  EXPECT_THAT(Found("mer boul"), ElementsAre("boulogne-sur-mer"));
  EXPECT_THAT(Found("dass"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("boulogne", "BE"), ElementsAre("la-boulogne"));
}

TEST_F(CitySearchTest, ReturnsTheNameThatMatched) {
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
  // The name no longer matches exactly, only with a typo.
  EXPECT_EQ(TypingErrors("staffort"), 1);
  registry::v1::DeleteCityRequest remove;
  remove.set_name("cities/stafford");
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity, remove), IsOk());
  EXPECT_THAT(Found("stafford"), IsEmpty());
}

TEST_F(CitySearchTest, FindsMisspeltNames) {
  EXPECT_THAT(Found("Tanguin Dasouri"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("Dasouri Tanguin"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("Tanghindassouri"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("Tan ghin Dassouri"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("Tanguin Dass"), ElementsAre("tanghin"));
  EXPECT_THAT(Found("Delemnot"), ElementsAre("delemont"));
  EXPECT_THAT(Found("Pantschevo"), ElementsAre("pancevo"));
  EXPECT_THAT(Found("Panchevo"), ElementsAre("pancevo"));
  EXPECT_THAT(Found("Wießenfels"), ElementsAre("weissenfels"));
  EXPECT_THAT(Found("Bilancourt"), ElementsAre("boulogne"));
  EXPECT_THAT(Found("Bulogne Bilancourt"), ElementsAre("boulogne"));
  EXPECT_THAT(Found("Stefort"), ElementsAre("stafford"));
  // These queries are too short or too different from any name.
  EXPECT_THAT(Found("zz"), IsEmpty());
  EXPECT_THAT(Found("stafxyzd"), IsEmpty());
}

TEST_F(CitySearchTest, RanksMisspeltNamesAfterOthersByTheirErrors) {
  ASSERT_THAT(registry_.CreateCity("bologne", "display_name: 'Bologne' country: 'FR'"), IsOk());
  ASSERT_THAT(registry_.CreateCity("bollogne", "display_name: 'Bollogne' country: 'BE'"), IsOk());
  // The order is: the exact match, a name with one more letter that sounds the same, a name with
  // one more letter that sounds different, then names of which only one word matches.
  EXPECT_THAT(Found("Bologne"), ElementsAre("bologne", "bollogne", "boulogne-small", "boulogne",
                                            "boulogne-sur-mer", "la-boulogne"));
  EXPECT_EQ(TypingErrors("Bologne"), 0);
  EXPECT_EQ(TypingErrors("Boloogne"), 1);
  EXPECT_EQ(TypingErrors("Bolo gne"), 1);
  EXPECT_EQ(Found("Bolo gne").front(), "bologne");
  EXPECT_THAT(Found("Bologne", "BE"), ElementsAre("bollogne", "la-boulogne"));
}

TEST_F(CitySearchTest, SearchesAmongKinds) {
  ASSERT_THAT(registry_.CreateCity("stafford-town",
                                   "display_name: 'Stafford' country: 'US' kind: KIND_TOWN"),
              IsOk());
  SearchCitiesRequest request;
  request.set_query("stafford");
  request.add_kinds(registry::v1::City::KIND_TOWN);
  auto response = Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).city().name(), "cities/stafford-town");
  request.set_query("stoford");
  response = Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).typing_errors(), 2);
}

// The order is the same for every page size, even if a page ends between two ranks.
TEST_F(CitySearchTest, PagesOfAnySizeGiveTheSameOrder) {
  for (const char* id : {"bolougne", "bouloine", "bulogne", "boulognie", "boulogna", "bouloogne"}) {
    std::string name = id;
    name[0] = 'B';
    ASSERT_THAT(registry_.CreateCity(id, "display_name: '" + name + "' country: 'FR'"), IsOk());
  }
  const std::vector<std::string> all = Found("boulogne");
  ASSERT_EQ(all.size(), 10);
  for (int size = 1; size <= 11; ++size) {
    SearchCitiesRequest request;
    request.set_query("boulogne");
    request.set_page_size(size);
    std::vector<std::string> ids;
    do {
      const auto response = Search(request);
      ASSERT_THAT(response, IsOk());
      ASSERT_LE(response->results_size(), size);
      for (const auto& result : response->results()) {
        ids.push_back(result.city().name().substr(7));
      }
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(ids, all) << size;
  }
}

// A spelling stays in the index until the last city with it is renamed.
TEST_F(CitySearchTest, KeepsSpellingsAsLongAsACityHasThem) {
  ASSERT_THAT(registry_.CreateCity("delemont-2", "display_name: 'Delémont' country: 'FR'"), IsOk());
  EXPECT_THAT(Found("Delemnot"), ElementsAre("delemont", "delemont-2"));
  Rename("delemont", "Porrentruy");
  EXPECT_THAT(Found("Delemnot"), ElementsAre("delemont-2"));
  EXPECT_THAT(Found("Porentruy"), ElementsAre("delemont"));
  Rename("delemont-2", "Porrentruy");
  EXPECT_THAT(Found("Delemnot"), IsEmpty());
  Rename("delemont", "Delémont");
  EXPECT_THAT(Found("Delemnot"), ElementsAre("delemont"));
}

TEST_F(CitySearchTest, FindsMisspeltNamesOfMergedCities) {
  registry::v1::MergeCityRequest merge;
  merge.set_name("cities/stafford");
  merge.set_into("cities/boulogne");
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::MergeCity, merge), IsOk());
  SearchCitiesRequest request;
  request.set_query("Staford");
  const auto response = Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).city().name(), "cities/boulogne");
  EXPECT_EQ(response->results(0).matched_text(), "Stafford");
  EXPECT_EQ(response->results(0).typing_errors(), 1);
}

TEST_F(CitySearchTest, RefusesInvalidQueries) {
  SearchCitiesRequest request;
  request.set_page_size(-1);
  request.set_country("xx");
  request.add_kinds(registry::v1::City::KIND_UNSPECIFIED);
  request.mutable_read_mask()->add_paths("mayor");
  auto refused = Search(request);
  EXPECT_THAT(refused, HasReason("FIELD_INVALID"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("query", "country", "kinds[0]", "page_size", "read_mask"));
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
