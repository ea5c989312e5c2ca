// Tests merges and unmerges of cities and organizations through a real server and client. A merged
// record leads to another one, no reference is rewritten, and an unmerge restores the previous
// state.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::ListCitiesRequest;
using registry::v1::ListTwinningsRequest;
using registry::v1::MergeCityRequest;
using registry::v1::Organization;
using registry::v1::Partner;
using registry::v1::QueryPartnersRequest;
using registry::v1::SearchCitiesRequest;
using registry::v1::Twinning;
using registry::v1::UnmergeCityRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Cities = LiveRegistry::Cities;
using Organizations = LiveRegistry::Organizations;
using Twinnings = LiveRegistry::Twinnings;

class MergeTest : public ::testing::Test {
 protected:
  void AddCity(const std::string& id, const std::string& more = "") {
    EXPECT_THAT(registry_.CreateCity(id, absl::StrCat("display_name: '", id, "' ", more)), IsOk());
  }
  absl::StatusOr<Twinning> Twin(const std::string& id, const std::string& one,
                                const std::string& two, const std::string& kind = "KIND_TWINNING") {
    return registry_.CreateTwinning(
        id, absl::Substitute("kind: $0 sides { city: 'cities/$1' } sides { city: 'cities/$2' } "
                             "ledger { step: STEP_SIGN }",
                             kind, one, two));
  }
  absl::StatusOr<City> Merge(const std::string& id, const std::string& into,
                             const std::string& more = "") {
    return registry_.Call(registry_.cities(), &Cities::MergeCity,
                          ParseText<MergeCityRequest>(absl::Substitute(
                              "name: 'cities/$0' into: 'cities/$1' $2", id, into, more)));
  }
  absl::StatusOr<City> Unmerge(const std::string& id, const std::string& more = "") {
    return registry_.Call(
        registry_.cities(), &Cities::UnmergeCity,
        ParseText<UnmergeCityRequest>(absl::Substitute("name: 'cities/$0' $1", id, more)));
  }
  template <typename Request>
  absl::StatusOr<Twinning> CallTwinning(grpc::Status (Twinnings::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Twinning*),
                                        const std::string& text) {
    return registry_.Call(registry_.twinnings(), method, ParseText<Request>(text));
  }
  std::vector<std::string> ListedTwinnings(const std::string& request) {
    const auto response = registry_.Call(registry_.twinnings(), &Twinnings::ListTwinnings,
                                         ParseText<ListTwinningsRequest>(request));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> ids;
    for (const Twinning& twinning : response->twinnings())
      ids.push_back(twinning.name().substr(10));
    return ids;
  }
  std::vector<std::string> ListedCities(const std::string& request) {
    const auto response = registry_.Call(registry_.cities(), &Cities::ListCities,
                                         ParseText<ListCitiesRequest>(request));
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> ids;
    for (const City& city : response->cities()) ids.push_back(city.name().substr(7));
    return ids;
  }
  // Returns lines such as "x" or "x (y)", in the order of the answer. In the second form, the
  // partner x is recorded under the name y.
  std::vector<std::string> PartnersOf(const std::string& city) {
    QueryPartnersRequest request;
    request.set_city(absl::StrCat("cities/", city));
    const auto response = registry_.Call(registry_.twinnings(), &Twinnings::QueryPartners, request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> partners;
    for (const auto& group : response->groups()) {
      for (const Partner& partner : group.partners()) {
        std::string name = partner.city().city().substr(7);
        if (!partner.city().recorded_as().empty()) {
          absl::StrAppend(&name, " (", partner.city().recorded_as().substr(7), ")");
        }
        partners.push_back(name);
      }
    }
    std::sort(partners.begin(), partners.end());
    return partners;
  }

  LiveRegistry registry_;
};

// Returns "cities/a→cities/b" for each redirect that a record lists.
template <typename R>
std::vector<std::string> Redirects(const R& resource) {
  std::vector<std::string> redirects;
  for (const auto& redirect : resource.redirects()) {
    redirects.push_back(absl::StrCat(redirect.resource(), "→", redirect.target()));
  }
  return redirects;
}

TEST_F(MergeTest, AMergedCityLeadsToTheOtherOneAndLeavesLists) {
  AddCity("hammersmith");
  AddCity("borough");
  const auto merged = Merge("hammersmith", "borough");
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->merged_into(), "cities/borough");
  EXPECT_EQ(merged->display_name(), "hammersmith");
  EXPECT_THAT(registry_.GetCity("cities/hammersmith"), IsOkAndHolds(EqualsProto(*merged)));
  EXPECT_THAT(ListedCities(""), ElementsAre("borough"));
  EXPECT_THAT(ListedCities("show_deleted: true"), ElementsAre("borough"));
  EXPECT_THAT(ListedCities("show_merged: true"), ElementsAre("borough", "hammersmith"));
  const auto back = Unmerge("hammersmith");
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->merged_into(), "");
  EXPECT_THAT(ListedCities(""), ElementsAre("borough", "hammersmith"));
}

TEST_F(MergeTest, NoReferenceIsRewrittenAndAnswersNameBoth) {
  AddCity("a");
  AddCity("b");
  AddCity("x");
  const auto created = Twin("t", "a", "x");
  ASSERT_THAT(created, IsOk());
  // Puts the twinning into the cache before the merge.
  ASSERT_THAT(registry_.GetTwinning("twinnings/t"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  const auto merged = registry_.GetTwinning("twinnings/t");
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->sides(0).city(), "cities/a");
  EXPECT_EQ(merged->revision(), created->revision());
  EXPECT_EQ(merged->etag(), created->etag());
  EXPECT_THAT(Redirects(*merged), ElementsAre("cities/a→cities/b"));
  // The answer from the cache also lists the redirect, and so does the answer after a change of the
  // record.
  EXPECT_THAT(Redirects(*registry_.GetTwinning("twinnings/t")), ElementsAre("cities/a→cities/b"));
  const auto updated = CallTwinning(&Twinnings::UpdateTwinning,
                                    "twinning { name: 'twinnings/t' themes: TOPIC_CULTURE } "
                                    "update_mask { paths: 'themes' }");
  ASSERT_THAT(updated, IsOk());
  EXPECT_THAT(Redirects(*updated), ElementsAre("cities/a→cities/b"));
  EXPECT_THAT(registry_.GetTwinning("twinnings/t"), IsOkAndHolds(EqualsProto(*updated)));
  ASSERT_THAT(Unmerge("a"), IsOk());
  EXPECT_THAT(Redirects(*registry_.GetTwinning("twinnings/t")), IsEmpty());
}

TEST_F(MergeTest, ReferencesToTheMergedCityAreFoundUnderEveryName) {
  AddCity("a");
  AddCity("b");
  AddCity("x");
  AddCity("quarter", "parent: 'cities/a'");
  ASSERT_THAT(Twin("t", "a", "x"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  EXPECT_THAT(ListedTwinnings("filter: 'city = \"cities/b\"'"), ElementsAre("t"));
  EXPECT_THAT(ListedTwinnings("filter: 'city = \"cities/a\"'"), ElementsAre("t"));
  EXPECT_THAT(ListedCities("filter: 'parent = \"cities/b\"'"), ElementsAre("quarter"));
  EXPECT_THAT(PartnersOf("b"), ElementsAre("x"));
  EXPECT_THAT(PartnersOf("a"), ElementsAre("x"));
  EXPECT_THAT(PartnersOf("x"), ElementsAre("b (a)"));
  ASSERT_THAT(Unmerge("a"), IsOk());
  EXPECT_THAT(ListedTwinnings("filter: 'city = \"cities/b\"'"), IsEmpty());
  EXPECT_THAT(PartnersOf("b"), IsEmpty());
  EXPECT_THAT(PartnersOf("x"), ElementsAre("a"));
}

TEST_F(MergeTest, ANewReferenceMayNameTheMergedCityAndStaysAfterAnUnmerge) {
  AddCity("a");
  AddCity("b");
  AddCity("x");
  ASSERT_THAT(Merge("a", "b"), IsOk());
  const auto created = Twin("t", "a", "x");
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(Redirects(*created), ElementsAre("cities/a→cities/b"));
  EXPECT_THAT(PartnersOf("b"), ElementsAre("x"));
  ASSERT_THAT(Unmerge("a"), IsOk());
  EXPECT_THAT(PartnersOf("a"), ElementsAre("x"));
  EXPECT_THAT(PartnersOf("b"), IsEmpty());
}

TEST_F(MergeTest, NamesAndExternalIdsOfTheMergedCityLeadToTheOther) {
  AddCity("q4071168", "external_ids { scheme: 'wikidata' value: 'Q4071168' }");
  AddCity("q169492",
          "names { text: 'Rixdorf' } external_ids { scheme: 'wikidata' value: 'Q169492' }");
  ASSERT_THAT(Merge("q169492", "q4071168"), IsOk());
  const auto taken = registry_.CreateCity(
      "", "display_name: 'Neukölln' external_ids { scheme: 'wikidata' value: 'Q169492' }");
  EXPECT_THAT(taken, HasReason("EXTERNAL_ID_TAKEN"));
  EXPECT_EQ(ResourceInErrorInfo(taken.status()), "cities/q4071168");
  const auto found = registry_.Call(registry_.cities(), &Cities::SearchCities,
                                    ParseText<SearchCitiesRequest>("query: 'rixdorf'"));
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->results_size(), 1);
  EXPECT_EQ(found->results(0).city().name(), "cities/q4071168");
  EXPECT_EQ(found->results(0).matched_text(), "Rixdorf");
  EXPECT_THAT(registry_.CreateCity("q169492", "display_name: 'x'"),
              HasReason("RESOURCE_ALREADY_EXISTS"));
  for (const char* filter :
       {"name = cities/q169492", "external_ids.wikidata = Q169492", "names = rixdorf", "rixdorf"}) {
    EXPECT_THAT(ListedCities(absl::StrCat("filter: '", filter, "'")), ElementsAre("q4071168"))
        << filter;
  }
  EXPECT_THAT(ListedCities("filter: 'names != rixdorf'"), IsEmpty());
}

TEST_F(MergeTest, NamesAndCountriesOfTwinningsAreThoseOfTheCityThatTheyLeadTo) {
  AddCity("a", "names { text: 'Alt' } country: 'DE'");
  AddCity("b", "names { text: 'Neu' } country: 'FR'");
  AddCity("c", "country: 'IT'");
  ASSERT_THAT(registry_.CreateTwinning("ac",
                                       "kind: KIND_TWINNING sides { city: 'cities/a' } "
                                       "sides { city: 'cities/c' }"),
              IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  for (const char* filter : {"city_names = alt", "city_names = neu", "neu", "country = FR",
                             "NOT country = DE", "city = cities/b"}) {
    EXPECT_THAT(ListedTwinnings(absl::StrCat("filter: '", filter, "'")), ElementsAre("ac"))
        << filter;
  }
  EXPECT_THAT(ListedTwinnings("filter: 'country = DE'"), IsEmpty());
}

TEST_F(MergeTest, AMergedCityCannotBeChanged) {
  AddCity("a");
  AddCity("b");
  AddCity("c");
  ASSERT_THAT(Merge("a", "b"), IsOk());
  EXPECT_THAT(registry_.Call(
                  registry_.cities(), &Cities::UpdateCity,
                  ParseText<registry::v1::UpdateCityRequest>(
                      "city { name: 'cities/a' country: 'FR' } update_mask { paths: 'country' }")),
              HasReason("RESOURCE_MERGED"));
  EXPECT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity,
                             ParseText<registry::v1::DeleteCityRequest>("name: 'cities/a'")),
              HasReason("RESOURCE_MERGED"));
  EXPECT_THAT(Merge("a", "c"), HasReason("RESOURCE_MERGED"));
  EXPECT_THAT(Merge("c", "a"), HasReason("RESOURCE_MERGED"));
}

TEST_F(MergeTest, ACityThatOthersLeadToCannotBeDeleted) {
  AddCity("a");
  AddCity("b");
  ASSERT_THAT(Merge("a", "b"), IsOk());
  const auto refused =
      registry_.Call(registry_.cities(), &Cities::DeleteCity,
                     ParseText<registry::v1::DeleteCityRequest>("name: 'cities/b'"));
  EXPECT_THAT(refused, HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(PreconditionSubjects(refused.status()), ElementsAre("cities/a"));
}

TEST_F(MergeTest, BadRequestsAreRefusedWithAllViolations) {
  AddCity("a");
  AddCity("b");
  const auto bad = registry_.Call(
      registry_.cities(), &Cities::MergeCity,
      ParseText<MergeCityRequest>("name: 'cities/a' into: 'towns/b' request_id: '7' "
                                  "keep_twinnings: ['x', 'twinnings/t', 'twinnings/t']"));
  EXPECT_THAT(ViolatedFields(bad.status()),
              ElementsAre("request_id", "into", "keep_twinnings[0]", "keep_twinnings[2]"));
  EXPECT_THAT(ViolatedFields(Merge("a", "a").status()), ElementsAre("into"));
  EXPECT_THAT(ViolatedFields(Merge("a", "b", "keep_twinnings: 'twinnings/t'").status()),
              ElementsAre("keep_twinnings[0]"));
  EXPECT_THAT(Merge("a", "nowhere"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Merge("nowhere", "a"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Merge("a", "b", "etag: 'stale'"), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Unmerge("a"), HasReason("RESOURCE_NOT_MERGED"));
  ASSERT_THAT(registry_.Call(registry_.cities(), &Cities::DeleteCity,
                             ParseText<registry::v1::DeleteCityRequest>("name: 'cities/b'")),
              IsOk());
  EXPECT_THAT(Merge("a", "b"), HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(Merge("b", "a"), HasReason("RESOURCE_DELETED"));
}

TEST_F(MergeTest, TooManyTwinningsToKeepAreRefused) {
  MergeCityRequest request = ParseText<MergeCityRequest>("name: 'cities/a' into: 'cities/b'");
  for (int i = 0; i <= 500; ++i) request.add_keep_twinnings(absl::StrCat("twinnings/t", i));
  const auto refused = registry_.Call(registry_.cities(), &Cities::MergeCity, request);
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("keep_twinnings"));
}

TEST_F(MergeTest, ValidateOnlyRunsEveryCheckAndChangesNothing) {  // G6
  AddCity("a");
  AddCity("b");
  AddCity("x");
  ASSERT_THAT(Twin("t1", "a", "x"), IsOk());
  ASSERT_THAT(Twin("t2", "b", "x"), IsOk());
  const int64_t before = registry_.revision();
  EXPECT_THAT(Merge("a", "b", "validate_only: true"), HasReason("TWINNINGS_CLASH"));
  EXPECT_THAT(Merge("a", "b", "validate_only: true keep_twinnings: 'twinnings/t1'"), IsOk());
  EXPECT_EQ(registry_.revision(), before);
  EXPECT_EQ(registry_.GetCity("cities/a")->merged_into(), "");
  EXPECT_EQ(registry_.GetTwinning("twinnings/t2")->merged_into(), "");
}

// The cities are those of a real case: both records of Neukölln are twinned with
// Boulogne-Billancourt.
TEST_F(MergeTest, TwoTwinningsOfOnePairClashUnlessOneIsKept) {
  AddCity("q4071168");
  AddCity("q169492");
  AddCity("boulogne");
  ASSERT_THAT(Twin("borough-boulogne", "q4071168", "boulogne"), IsOk());
  ASSERT_THAT(Twin("quarter-boulogne", "q169492", "boulogne"), IsOk());
  const auto refused = Merge("q169492", "q4071168");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("TWINNINGS_CLASH"));
  EXPECT_THAT(PreconditionSubjects(refused.status()),
              ElementsAre("twinnings/borough-boulogne", "twinnings/quarter-boulogne"));
  EXPECT_EQ(registry_.GetCity("cities/q169492")->merged_into(), "");  // G2

  ASSERT_THAT(Merge("q169492", "q4071168", "keep_twinnings: 'twinnings/quarter-boulogne'"), IsOk());
  const auto aside = registry_.GetTwinning("twinnings/borough-boulogne");
  ASSERT_THAT(aside, IsOk());
  EXPECT_EQ(aside->merged_into(), "twinnings/quarter-boulogne");
  // The city and the twinning changed in one commit.
  EXPECT_EQ(aside->revision(), registry_.GetCity("cities/q169492")->revision());
  EXPECT_THAT(ListedTwinnings(""), ElementsAre("quarter-boulogne"));
  EXPECT_THAT(ListedTwinnings("show_merged: true"),
              ElementsAre("borough-boulogne", "quarter-boulogne"));
  EXPECT_THAT(PartnersOf("boulogne"), ElementsAre("q4071168 (q169492)"));
  EXPECT_THAT(CallTwinning(&Twinnings::EndTwinning, "name: 'twinnings/borough-boulogne'"),
              HasReason("RESOURCE_MERGED"));

  ASSERT_THAT(Unmerge("q169492"), IsOk());
  EXPECT_EQ(registry_.GetTwinning("twinnings/borough-boulogne")->merged_into(), "");
  EXPECT_THAT(PartnersOf("boulogne"), ElementsAre("q169492", "q4071168"));
}

TEST_F(MergeTest, EndedAndOtherKindsDoNotClash) {
  AddCity("a");
  AddCity("b");
  AddCity("x");
  ASSERT_THAT(Twin("t1", "a", "x"), IsOk());
  ASSERT_THAT(Twin("t2", "b", "x", "KIND_FRIENDSHIP"), IsOk());
  ASSERT_THAT(Twin("t3", "b", "x"), IsOk());
  ASSERT_THAT(CallTwinning(&Twinnings::EndTwinning, "name: 'twinnings/t3'"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  // An ended twinning can be reactivated only if no other twinning of its kind links the cities
  // that its sides now resolve to.
  const auto second = CallTwinning(&Twinnings::ReactivateTwinning, "name: 'twinnings/t3'");
  EXPECT_THAT(second, HasReason("TWINNING_DUPLICATE"));
  EXPECT_EQ(ResourceInErrorInfo(second.status()), "twinnings/t1");
  EXPECT_THAT(Twin("t4", "x", "b"), HasReason("TWINNING_DUPLICATE"));
  ASSERT_THAT(CallTwinning(&Twinnings::DeleteTwinning, "name: 'twinnings/t1'"), IsOk());
  ASSERT_THAT(CallTwinning(&Twinnings::ReactivateTwinning, "name: 'twinnings/t3'"), IsOk());
  EXPECT_THAT(CallTwinning(&Twinnings::UndeleteTwinning, "name: 'twinnings/t1'"),
              HasReason("TWINNING_DUPLICATE"));
}

TEST_F(MergeTest, ACityIsNeverItsOwnTwin) {
  AddCity("a");
  AddCity("b");
  ASSERT_THAT(Twin("t", "a", "b"), IsOk());
  const auto refused = Merge("a", "b", "keep_twinnings: 'twinnings/t'");
  EXPECT_THAT(refused, HasReason("TWINNINGS_CLASH"));
  EXPECT_THAT(PreconditionSubjects(refused.status()), ElementsAre("twinnings/t"));
  ASSERT_THAT(CallTwinning(&Twinnings::EndTwinning, "name: 'twinnings/t'"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  EXPECT_THAT(PartnersOf("b"), IsEmpty());
  EXPECT_THAT(CallTwinning(&Twinnings::ReactivateTwinning, "name: 'twinnings/t'"),
              HasReason("TWINNINGS_CLASH"));
  EXPECT_THAT(Twin("u", "a", "b"), HasReason("TWINNINGS_CLASH"));
}

TEST_F(MergeTest, AChainLeadsToItsEnd) {
  for (const char* city : {"a", "b", "c", "x"}) AddCity(city);
  ASSERT_THAT(Twin("t", "a", "x"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  ASSERT_THAT(Merge("b", "c"), IsOk());
  EXPECT_EQ(registry_.GetCity("cities/a")->merged_into(), "cities/b");
  EXPECT_THAT(Redirects(*registry_.GetCity("cities/a")), ElementsAre("cities/b→cities/c"));
  EXPECT_THAT(Redirects(*registry_.GetTwinning("twinnings/t")), ElementsAre("cities/a→cities/c"));
  EXPECT_THAT(PartnersOf("c"), ElementsAre("x"));
}

TEST_F(MergeTest, TheMiddleOfAChainComesBackWithTheCitiesThatLeadToIt) {
  for (const char* city : {"a", "b", "c", "x"}) AddCity(city);
  ASSERT_THAT(Twin("t1", "a", "x"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  ASSERT_THAT(Merge("b", "c"), IsOk());
  EXPECT_THAT(PartnersOf("x"), ElementsAre("c (a)"));
  ASSERT_THAT(Unmerge("b"), IsOk());
  EXPECT_THAT(PartnersOf("x"), ElementsAre("b (a)"));
  EXPECT_THAT(Redirects(*registry_.GetTwinning("twinnings/t1")), ElementsAre("cities/a→cities/b"));
  ASSERT_THAT(Unmerge("a"), IsOk());
  EXPECT_THAT(PartnersOf("x"), ElementsAre("a"));
}

TEST_F(MergeTest, ATwinningKeepsLeadingToOneThatStillLinksItsPair) {
  for (const char* city : {"a", "b", "c", "x"}) AddCity(city);
  ASSERT_THAT(Twin("t1", "a", "x"), IsOk());
  ASSERT_THAT(Twin("t2", "b", "x"), IsOk());
  ASSERT_THAT(Twin("t3", "c", "x"), IsOk());
  ASSERT_THAT(Merge("a", "b", "keep_twinnings: 'twinnings/t1'"), IsOk());
  ASSERT_THAT(Merge("b", "c", "keep_twinnings: 'twinnings/t3'"), IsOk());
  // The redirects are t2 → t1 → t3. After the unmerge of a, t1 is no longer redirected. t2 still
  // links c and x, and so leads to t3.
  ASSERT_THAT(Unmerge("a"), IsOk());
  EXPECT_EQ(registry_.GetTwinning("twinnings/t1")->merged_into(), "");
  EXPECT_EQ(registry_.GetTwinning("twinnings/t2")->merged_into(), "twinnings/t3");
  EXPECT_THAT(PartnersOf("x"), ElementsAre("a", "c"));
  ASSERT_THAT(Unmerge("b"), IsOk());
  EXPECT_THAT(PartnersOf("x"), ElementsAre("a", "b", "c"));
}

TEST_F(MergeTest, ClashesOfAnUnmergeAreSettledAsInAMerge) {
  for (const char* city : {"a", "b", "c", "x"}) AddCity(city);
  ASSERT_THAT(Twin("t1", "a", "x"), IsOk());
  ASSERT_THAT(Twin("t2", "b", "x"), IsOk());
  ASSERT_THAT(Twin("t3", "c", "x"), IsOk());
  ASSERT_THAT(Merge("a", "c", "keep_twinnings: 'twinnings/t1'"), IsOk());
  ASSERT_THAT(Merge("b", "c", "keep_twinnings: 'twinnings/t1'"), IsOk());
  // The redirects are t2 → t1 and t3 → t1. After the unmerge of a, both t2 and t3 link c and x.
  const auto refused = Unmerge("a");
  EXPECT_THAT(refused, HasReason("TWINNINGS_CLASH"));
  EXPECT_THAT(PreconditionSubjects(refused.status()), ElementsAre("twinnings/t2", "twinnings/t3"));
  ASSERT_THAT(Unmerge("a", "keep_twinnings: 'twinnings/t3'"), IsOk());
  EXPECT_EQ(registry_.GetTwinning("twinnings/t2")->merged_into(), "twinnings/t3");
  EXPECT_THAT(PartnersOf("x"), ElementsAre("a", "c"));
}

TEST_F(MergeTest, AMergeThatMakesACityAPartOfItselfIsRefused) {
  AddCity("a");
  AddCity("quarter", "parent: 'cities/a'");
  AddCity("b");
  EXPECT_THAT(Merge("a", "quarter"), HasReason("PARENT_CIRCLE"));
  // The opposite merge is allowed: a part can be merged into the city that it is a part of.
  ASSERT_THAT(Merge("quarter", "a"), IsOk());
  ASSERT_THAT(Unmerge("quarter"), IsOk());
  // Parents are resolved before they are compared.
  ASSERT_THAT(Merge("a", "b"), IsOk());
  EXPECT_THAT(registry_.Call(registry_.cities(), &Cities::UpdateCity,
                             ParseText<registry::v1::UpdateCityRequest>(
                                 "city { name: 'cities/b' parent: 'cities/quarter' } "
                                 "update_mask { paths: 'parent' }")),
              HasReason("FIELD_INVALID"));
}

TEST_F(MergeTest, AnUnmergeThatMakesACityAPartOfItselfIsRefused) {
  AddCity("p");
  AddCity("a", "parent: 'cities/p'");
  AddCity("b");
  ASSERT_THAT(Merge("a", "b"), IsOk());
  const auto set_parent = [&](const std::string& parent) {
    return registry_.Call(
        registry_.cities(), &Cities::UpdateCity,
        ParseText<registry::v1::UpdateCityRequest>(absl::Substitute(
            "city { name: 'cities/p' parent: '$0' } update_mask { paths: 'parent' }", parent)));
  };
  // While a resolves to b, p may have a as its parent.
  ASSERT_THAT(set_parent("cities/a"), IsOk());
  EXPECT_THAT(Unmerge("a"), HasReason("PARENT_CIRCLE"));
  ASSERT_THAT(set_parent(""), IsOk());
  EXPECT_THAT(Unmerge("a"), IsOk());
}

TEST_F(MergeTest, NoOrganizationBecomesAMemberOfItself) {
  const auto merge = [&](const std::string& name, const std::string& into) {
    return registry_
        .Call(registry_.organizations(), &Organizations::MergeOrganization,
              ParseText<registry::v1::MergeOrganizationRequest>(absl::StrCat(
                  "name: 'organizations/", name, "' into: 'organizations/", into, "'")))
        .status();
  };
  const auto with_member = [](const std::string& member) {
    return absl::StrCat("display_name: 'x' members { member { organization: 'organizations/",
                        member, "' } }");
  };
  ASSERT_THAT(registry_.CreateOrganization("amis", "display_name: 'Amis'"), IsOk());
  ASSERT_THAT(registry_.CreateOrganization("union", with_member("amis")), IsOk());
  ASSERT_THAT(registry_.CreateOrganization("old", "display_name: 'Old'"), IsOk());
  EXPECT_THAT(merge("amis", "union"), HasReason("MEMBER_OF_ITSELF"));
  ASSERT_THAT(merge("old", "union"), IsOk());
  auto update = ParseText<registry::v1::UpdateOrganizationRequest>(
      absl::StrCat("organization { name: 'organizations/union' ", with_member("old"), " }"));
  EXPECT_THAT(registry_.Call(registry_.organizations(), &Organizations::UpdateOrganization, update),
              HasReason("FIELD_INVALID"));
}

TEST_F(MergeTest, AMergedOrganizationHasTheMembersOfTheOneItLeadsTo) {
  ASSERT_THAT(registry_.CreateOrganization("amis", "display_name: 'Amis'"), IsOk());
  ASSERT_THAT(registry_.CreateOrganization("union",
                                           "display_name: 'Union' members { member { "
                                           "organization: 'organizations/amis' } }"),
              IsOk());
  ASSERT_THAT(registry_.CreateOrganization("old", "display_name: 'Old'"), IsOk());
  ASSERT_THAT(registry_.Call(registry_.organizations(), &Organizations::MergeOrganization,
                             ParseText<registry::v1::MergeOrganizationRequest>(
                                 "name: 'organizations/old' into: 'organizations/union'")),
              IsOk());
  const auto members = registry_.Call(
      registry_.organizations(), &Organizations::QueryMembers,
      ParseText<registry::v1::QueryMembersRequest>("organization: 'organizations/old'"));
  ASSERT_THAT(members, IsOk());
  ASSERT_EQ(members->members_size(), 1);
  EXPECT_EQ(members->members(0).organization(), "organizations/union");
}

TEST_F(MergeTest, OrganizationsMergeTheSameWay) {
  ASSERT_THAT(registry_.CreateOrganization("amis", "display_name: 'Amis'"), IsOk());
  ASSERT_THAT(registry_.CreateOrganization("les-amis",
                                           "display_name: 'Les Amis' "
                                           "external_ids { scheme: 's' value: 'v' }"),
              IsOk());
  AddCity("a");
  AddCity("b");
  ASSERT_THAT(registry_.CreateTwinning(
                  "t",
                  "kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/b' } "
                  "organizations { organization: 'organizations/les-amis' }"),
              IsOk());
  const auto merged =
      registry_.Call(registry_.organizations(), &Organizations::MergeOrganization,
                     ParseText<registry::v1::MergeOrganizationRequest>(
                         "name: 'organizations/les-amis' into: 'organizations/amis'"));
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->merged_into(), "organizations/amis");
  EXPECT_THAT(ListedTwinnings("filter: 'organization = \"organizations/amis\"'"), ElementsAre("t"));
  EXPECT_THAT(Redirects(*registry_.GetTwinning("twinnings/t")),
              ElementsAre("organizations/les-amis→organizations/amis"));
  const auto taken =
      registry_.CreateOrganization("", "display_name: 'x' external_ids { scheme: 's' value: 'v' }");
  EXPECT_EQ(ResourceInErrorInfo(taken.status()), "organizations/amis");
  ASSERT_THAT(registry_.Call(registry_.organizations(), &Organizations::UnmergeOrganization,
                             ParseText<registry::v1::UnmergeOrganizationRequest>(
                                 "name: 'organizations/les-amis'")),
              IsOk());
  EXPECT_THAT(ListedTwinnings("filter: 'organization = \"organizations/amis\"'"), IsEmpty());
}

TEST_F(MergeTest, MergesSurviveARestartAndARebuiltView) {
  AddCity("a");
  AddCity("b");
  AddCity("x");
  ASSERT_THAT(Twin("t", "a", "x"), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  registry_.Restart();
  EXPECT_THAT(PartnersOf("x"), ElementsAre("b (a)"));
  EXPECT_THAT(Redirects(*registry_.GetTwinning("twinnings/t")), ElementsAre("cities/a→cities/b"));
}

}  // namespace
}  // namespace jumelage
