// Tests NetworkService through a real server and client, with a network small enough to check by
// hand.

#include "registry_service/service/network/network_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/service/network/network_answers.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::ComputeStatisticsRequest;
using registry::v1::ComputeStatisticsResponse;
using registry::v1::CountryLinks;
using registry::v1::FindPathsRequest;
using registry::v1::FindPathsResponse;
using registry::v1::QueryCommonPartnersRequest;
using registry::v1::QueryCountryLinksRequest;
using registry::v1::QueryNeighborhoodRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Networks = LiveRegistry::Networks;

constexpr char kSigned[] = "ledger { step: STEP_SIGN } ";

// The links are Boulogne – both Neuköllns, Neukölln – Hammersmith, Neukölln – Leonberg – Belfort –
// Stafford, and Belfort – Delémont – Leonberg. Boulogne and Neukölln also have a cooperation
// agreement. Atlantis, which has no country, has a friendship with Stafford. Nowhere has only a
// proposed twinning, which is not selected by default.
class NetworkServiceTest : public ::testing::Test {
 protected:
  NetworkServiceTest() {
    City("atlantis", "");
    City("belfort", "FR");
    City("boulogne", "FR");
    City("delemont", "CH");
    City("hammersmith", "GB");
    City("leonberg", "DE");
    City("neukoelln", "DE");
    City("neukoelln-place", "DE");
    City("nowhere", "FR");
    City("stafford", "GB");
    Link("boulogne", "neukoelln");
    Link("boulogne", "neukoelln-place");
    Link("neukoelln", "hammersmith");
    Link("neukoelln", "leonberg");
    Link("belfort", "leonberg",
         "effective_date { precision: PRECISION_YEAR earliest { year: 1977 } }");
    Link("belfort", "stafford",
         "effective_date { precision: PRECISION_YEAR earliest { year: 1999 } }");
    Link("belfort", "delemont");
    Link("delemont", "leonberg");
    EXPECT_THAT(
        Create("bn-cooperation", "KIND_COOPERATION_AGREEMENT", "boulogne", "neukoelln", kSigned),
        IsOk());
    EXPECT_THAT(Create("as", "KIND_FRIENDSHIP", "atlantis", "stafford", kSigned), IsOk());
    EXPECT_THAT(Create("proposed", "KIND_TWINNING", "nowhere", "stafford", ""), IsOk());
  }

  void City(const std::string& id, const std::string& country) {
    EXPECT_THAT(registry_.CreateCity(
                    id, absl::StrCat("display_name: 'The ", id, "' country: '", country, "'")),
                IsOk());
  }
  absl::Status Create(const std::string& id, const std::string& kind, const std::string& a,
                      const std::string& b, const std::string& more) {
    return registry_
        .CreateTwinning(id, absl::StrCat("kind: ", kind, " sides { city: 'cities/", a,
                                         "' } sides { city: 'cities/", b, "' } ", more))
        .status();
  }
  void Link(const std::string& a, const std::string& b, const std::string& date = "") {
    EXPECT_THAT(Create(absl::StrCat(a, "-", b), "KIND_TWINNING", a, b,
                       absl::StrCat("ledger { step: STEP_SIGN ", date, "}")),
                IsOk());
  }

  absl::StatusOr<FindPathsResponse> FindPaths(const std::string& request) {
    return registry_.Call(registry_.networks(), &Networks::FindPaths,
                          ParseText<FindPathsRequest>(request));
  }
  // Returns each path as ids of cities separated by spaces: "boulogne neukoelln leonberg belfort".
  std::vector<std::string> Paths(const std::string& request) {
    const auto response = FindPaths(request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> paths;
    if (!response.ok()) return paths;
    for (const auto& path : response->paths()) {
      paths.push_back(absl::StrJoin(path.steps(), " ", [](std::string* out, const auto& step) {
        absl::StrAppend(out, step.city().city().substr(7));
      }));
    }
    return paths;
  }
  absl::StatusOr<ComputeStatisticsResponse> Statistics(const std::string& links = "") {
    return registry_.Call(
        registry_.networks(), &Networks::ComputeStatistics,
        ParseText<ComputeStatisticsRequest>(absl::StrCat("links { ", links, " }")));
  }
  int64_t Twinnings(const std::string& links) {
    const auto response = Statistics(links);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->twinnings() : -1;
  }

  LiveRegistry registry_;
};

TEST_F(NetworkServiceTest, FindsTheOnlyShortestPath) {
  const auto response = FindPaths("source: 'cities/boulogne' target: 'cities/belfort'");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->length(), 3);
  EXPECT_EQ(response->path_count(), 1);
  EXPECT_FALSE(response->truncated());
  ASSERT_EQ(response->paths_size(), 1);
  const auto& steps = response->paths(0).steps();
  ASSERT_EQ(steps.size(), 4);
  EXPECT_EQ(steps[1].city().display_name(), "The neukoelln");
  EXPECT_EQ(steps[1].city().country(), "DE");
  EXPECT_THAT(steps[0].twinnings(), IsEmpty());
  EXPECT_THAT(steps[1].twinnings(),
              ElementsAre("twinnings/bn-cooperation", "twinnings/boulogne-neukoelln"))
      << "links of two kinds are one step";
  EXPECT_THAT(steps[3].twinnings(), ElementsAre("twinnings/belfort-leonberg"));
}

TEST_F(NetworkServiceTest, FindsAllShortestPathsInTheOrderOfNames) {
  Link("stafford", "delemont");
  EXPECT_THAT(Paths("source: 'cities/stafford' target: 'cities/leonberg'"),
              ElementsAre("stafford belfort leonberg", "stafford delemont leonberg"));
  const auto cut = FindPaths("source: 'cities/stafford' target: 'cities/leonberg' max_paths: 1");
  ASSERT_THAT(cut, IsOk());
  EXPECT_EQ(cut->paths_size(), 1);
  EXPECT_EQ(cut->path_count(), 2);
  EXPECT_TRUE(cut->truncated());
}

TEST_F(NetworkServiceTest, ReportsThatThereIsNoPath) {
  const auto far = FindPaths("source: 'cities/boulogne' target: 'cities/belfort' max_length: 2");
  ASSERT_THAT(far, IsOk());
  EXPECT_FALSE(far->has_length());
  EXPECT_EQ(far->path_count(), 0);
  EXPECT_FALSE(far->truncated());
  EXPECT_THAT(Paths("source: 'cities/boulogne' target: 'cities/nowhere'"), IsEmpty());
  EXPECT_THAT(Paths("source: 'cities/belfort' target: 'cities/belfort'"), ElementsAre("belfort"));
  EXPECT_THAT(Paths("source: 'cities/nowhere' target: 'cities/nowhere'"), ElementsAre("nowhere"));
}

TEST_F(NetworkServiceTest, FindsCommonPartners) {
  const auto common = registry_.Call(
      registry_.networks(), &Networks::QueryCommonPartners,
      ParseText<QueryCommonPartnersRequest>("cities: 'cities/boulogne' cities: 'cities/leonberg'"));
  ASSERT_THAT(common, IsOk());
  ASSERT_EQ(common->partners_size(), 1);
  EXPECT_EQ(common->partners(0).city().city(), "cities/neukoelln");
  EXPECT_THAT(common->partners(0).twinnings(),
              ElementsAre("twinnings/bn-cooperation", "twinnings/boulogne-neukoelln",
                          "twinnings/neukoelln-leonberg"));
  EXPECT_EQ(common->revision(), registry_.revision());
  const auto none = registry_.Call(
      registry_.networks(), &Networks::QueryCommonPartners,
      ParseText<QueryCommonPartnersRequest>("cities: 'cities/boulogne' cities: 'cities/nowhere'"));
  ASSERT_THAT(none, IsOk());
  EXPECT_THAT(none->partners(), IsEmpty());
}

TEST_F(NetworkServiceTest, ShowsANeighborhoodWithItsLinks) {
  const auto around =
      registry_.Call(registry_.networks(), &Networks::QueryNeighborhood,
                     ParseText<QueryNeighborhoodRequest>("city: 'cities/belfort' max_distance: 2"));
  ASSERT_THAT(around, IsOk());
  std::vector<std::string> cities, edges;
  for (const auto& neighbor : around->neighbors()) {
    cities.push_back(absl::StrCat(neighbor.distance(), " ", neighbor.city().city().substr(7)));
  }
  for (const auto& edge : around->edges()) {
    edges.push_back(absl::StrCat(edge.first_city().substr(7), "–", edge.second_city().substr(7)));
  }
  EXPECT_THAT(cities, ElementsAre("0 belfort", "1 delemont", "1 leonberg", "1 stafford",
                                  "2 atlantis", "2 neukoelln"));
  EXPECT_THAT(edges, ElementsAre("atlantis–stafford", "belfort–delemont", "belfort–leonberg",
                                 "belfort–stafford", "delemont–leonberg", "leonberg–neukoelln"));
  EXPECT_EQ(around->city_count(), 6);
  EXPECT_FALSE(around->truncated());
  const auto cut = registry_.Call(
      registry_.networks(), &Networks::QueryNeighborhood,
      ParseText<QueryNeighborhoodRequest>("city: 'cities/belfort' max_distance: 2 max_cities: 3"));
  ASSERT_THAT(cut, IsOk());
  EXPECT_EQ(cut->neighbors_size(), 3);
  EXPECT_EQ(cut->edges_size(), 3) << "only those among the returned cities";
  EXPECT_EQ(cut->city_count(), 6);
  EXPECT_TRUE(cut->truncated());
  const auto alone = registry_.Call(registry_.networks(), &Networks::QueryNeighborhood,
                                    ParseText<QueryNeighborhoodRequest>("city: 'cities/nowhere'"));
  ASSERT_THAT(alone, IsOk());
  EXPECT_EQ(alone->neighbors_size(), 1);
  EXPECT_EQ(alone->city_count(), 1);
}

TEST_F(NetworkServiceTest, CountsLinksByCountryAndThoseWithoutACountry) {
  const auto response = registry_.Call(registry_.networks(), &Networks::QueryCountryLinks,
                                       QueryCountryLinksRequest());
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> pairs;
  for (const CountryLinks& pair : response->pairs()) {
    pairs.push_back(
        absl::StrCat(pair.first_country(), "–", pair.second_country(), " ", pair.twinnings()));
  }
  EXPECT_THAT(pairs, ElementsAre("DE–FR 3", "–GB 1", "CH–DE 1", "CH–FR 1", "DE–DE 1", "DE–GB 1",
                                 "FR–GB 1"));
}

TEST_F(NetworkServiceTest, ComputesStatistics) {
  const auto statistics = Statistics();
  ASSERT_THAT(statistics, IsOk());
  EXPECT_EQ(statistics->places(), 9) << "cities without links do not count";
  EXPECT_EQ(statistics->twinnings(), 9) << "two kinds between one pair are one link";
  EXPECT_EQ(statistics->components(), 1);
  EXPECT_EQ(statistics->largest_component(), 9);
  EXPECT_EQ(statistics->max_degree(), 3);
  EXPECT_EQ(statistics->mean_degree(), 2.0);
  EXPECT_EQ(statistics->triangles(), 1);
  EXPECT_EQ(statistics->squares(), 0);
  EXPECT_EQ(statistics->wedges(), 3 * 3 + 3 * 1);
  EXPECT_EQ(statistics->claws(), 3);
  EXPECT_DOUBLE_EQ(statistics->clustering(), 0.25);
  EXPECT_EQ(statistics->diameter(), 6);
  ASSERT_EQ(statistics->hubs_size(), 9);
  EXPECT_EQ(statistics->hubs(0).city().city(), "cities/belfort");
  EXPECT_EQ(statistics->hubs(0).degree(), 3);
  EXPECT_EQ(statistics->degrees(0).degree(), 1);
  EXPECT_EQ(statistics->degrees(0).places(), 3);
  EXPECT_EQ(statistics->revision(), registry_.revision());
}

TEST_F(NetworkServiceTest, AnEmptyNetworkHasNoMeans) {
  const auto statistics = Statistics("kinds: KIND_DECENTRALISED_COOPERATION");
  ASSERT_THAT(statistics, IsOk());
  EXPECT_EQ(statistics->places(), 0);
  EXPECT_FALSE(statistics->has_mean_degree());
  EXPECT_FALSE(statistics->has_clustering());
  EXPECT_FALSE(statistics->has_assortativity());
  EXPECT_FALSE(statistics->has_mean_distance());
}

TEST_F(NetworkServiceTest, SelectsLinksByKindStateCountryAndDay) {
  EXPECT_EQ(Twinnings("kinds: KIND_FRIENDSHIP"), 1);
  EXPECT_EQ(Twinnings("kinds: KIND_FRIENDSHIP kinds: KIND_COOPERATION_AGREEMENT"), 2);
  EXPECT_EQ(Twinnings("states: STATE_PROPOSED"), 1);
  EXPECT_EQ(Twinnings("states: STATE_PROPOSED states: STATE_ACTIVE"), 10);
  EXPECT_EQ(Twinnings("countries: 'FR'"), 5);
  EXPECT_EQ(Twinnings("countries: 'FR' countries: 'DE' within_countries: true"), 4);
  EXPECT_EQ(Twinnings("countries: 'FR' within_countries: true"), 0);
  // Only two of the links have a date. The other links may have begun at any time before they were
  // recorded.
  EXPECT_EQ(Twinnings("day { year: 1977 month: 1 day: 1 }"), 0);
  EXPECT_EQ(Twinnings("day { year: 1978 month: 1 day: 1 }"), 1);
  EXPECT_EQ(Twinnings("day { year: 1999 month: 12 day: 31 }"), 2);
  EXPECT_EQ(Twinnings("day { year: 1976 month: 12 day: 31 } include_possible: true"), 7);
  EXPECT_EQ(Twinnings("day { year: 1977 month: 1 day: 1 } include_possible: true"), 8);
  EXPECT_EQ(Twinnings("day { year: 2030 month: 1 day: 1 }"), 9) << "the last known state continues";
  EXPECT_THAT(Paths("source: 'cities/boulogne' target: 'cities/belfort' "
                    "links { countries: 'GB' }"),
              IsEmpty());
}

TEST_F(NetworkServiceTest, ShowsEveryChangeThatWasAnswered_G3) {
  ASSERT_THAT(Paths("source: 'cities/boulogne' target: 'cities/stafford'"),
              ElementsAre("boulogne neukoelln leonberg belfort stafford"));
  const std::string before = registry_.position();
  Link("boulogne", "stafford");
  EXPECT_THAT(Paths("source: 'cities/boulogne' target: 'cities/stafford'"),
              ElementsAre("boulogne stafford"));
  EXPECT_NE(registry_.position(), before);
  registry::v1::EndTwinningRequest end;
  end.set_name("twinnings/boulogne-stafford");
  ASSERT_THAT(registry_.Call(registry_.twinnings(), &LiveRegistry::Twinnings::EndTwinning, end),
              IsOk());
  EXPECT_THAT(Paths("source: 'cities/boulogne' target: 'cities/stafford'"),
              ElementsAre("boulogne neukoelln leonberg belfort stafford"));
  registry::v1::DeleteTwinningRequest remove;
  remove.set_name("twinnings/belfort-stafford");
  ASSERT_THAT(
      registry_.Call(registry_.twinnings(), &LiveRegistry::Twinnings::DeleteTwinning, remove),
      IsOk());
  EXPECT_THAT(Paths("source: 'cities/boulogne' target: 'cities/stafford'"), IsEmpty());
  City("new", "FR");
  EXPECT_THAT(Paths("source: 'cities/new' target: 'cities/new'"), ElementsAre("new"));
  registry_.Restart();
  EXPECT_EQ(Twinnings(""), 8) << "derived figures are recomputed";
}

TEST_F(NetworkServiceTest, AMergedCityCountsAsTheOneItLeadsTo) {
  registry::v1::MergeCityRequest merge;
  merge.set_name("cities/hammersmith");
  merge.set_into("cities/delemont");
  ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::MergeCity, merge), IsOk());
  EXPECT_THAT(Paths("source: 'cities/hammersmith' target: 'cities/neukoelln'"),
              ElementsAre("delemont neukoelln"));
  EXPECT_THAT(Paths("source: 'cities/hammersmith' target: 'cities/delemont'"),
              ElementsAre("delemont"));
  const auto merged = Statistics();
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->places(), 8);
  EXPECT_EQ(merged->triangles(), 2) << "Delémont – Leonberg – Neukölln is one now";
  registry::v1::UnmergeCityRequest unmerge;
  unmerge.set_name("cities/hammersmith");
  ASSERT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::UnmergeCity, unmerge),
              IsOk());
  EXPECT_THAT(Paths("source: 'cities/hammersmith' target: 'cities/neukoelln'"),
              ElementsAre("hammersmith neukoelln"));
  const auto apart = Statistics();
  ASSERT_THAT(apart, IsOk());
  EXPECT_EQ(apart->places(), 9);
  EXPECT_EQ(apart->triangles(), 1);
}

TEST_F(NetworkServiceTest, RefusesInvalidRequests) {
  EXPECT_THAT(FindPaths("source: 'cities/none' target: 'cities/belfort'"),
              HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(
      ResourceInErrorInfo(FindPaths("source: 'cities/belfort' target: 'cities/none'").status()),
      "cities/none");
  EXPECT_THAT(ViolatedFields(FindPaths("target: 'belfort' max_length: 101 max_paths: -1 "
                                       "links { include_possible: true within_countries: true "
                                       "kinds: KIND_UNSPECIFIED states: STATE_ACTIVE "
                                       "states: STATE_ACTIVE day { year: 2000 } }")
                                 .status()),
              UnorderedElementsAre("source", "target", "max_length", "max_paths", "links.kinds[0]",
                                   "links.states[1]", "links.day", "links.within_countries"));
  EXPECT_THAT(
      ViolatedFields(Statistics("countries: 'FR' countries: 'XX' countries: 'FR' "
                                "countries: ''")
                         .status()),
      UnorderedElementsAre("links.countries[1]", "links.countries[2]", "links.countries[3]"));
  QueryCommonPartnersRequest common;
  common.add_cities("cities/belfort");
  const auto query = [&] {
    return registry_.Call(registry_.networks(), &Networks::QueryCommonPartners, common).status();
  };
  EXPECT_THAT(ViolatedFields(query()), ElementsAre("cities"));
  common.add_cities("cities/belfort");
  EXPECT_THAT(ViolatedFields(query()), ElementsAre("cities[1]"));
  for (int i = 0; i < kMaxCommonPartnersCities; ++i) common.add_cities(absl::StrCat("cities/c", i));
  EXPECT_THAT(ViolatedFields(query()), ElementsAre("cities"));
  const auto around =
      registry_.Call(registry_.networks(), &Networks::QueryNeighborhood,
                     ParseText<QueryNeighborhoodRequest>(
                         "city: 'cities/belfort' max_distance: 11 max_cities: 5001"));
  EXPECT_THAT(ViolatedFields(around.status()), ElementsAre("max_distance", "max_cities"));
  EXPECT_THAT(registry_.Call(registry_.networks(), &Networks::QueryNeighborhood,
                             ParseText<QueryNeighborhoodRequest>("city: 'cities/none'")),
              HasReason("RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace jumelage
