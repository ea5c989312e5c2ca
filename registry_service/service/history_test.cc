// Tests reads of the past states of resources, and of the registry's state at a revision, through a
// real server and client (G3: each read shows one revision).

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::CityRevision;
using registry::v1::DeleteCityRequest;
using registry::v1::GetCityRequest;
using registry::v1::ListCitiesRequest;
using registry::v1::ListCityRevisionsRequest;
using registry::v1::ListCityRevisionsResponse;
using registry::v1::UndeleteCityRequest;
using registry::v1::UpdateCityRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Cities = LiveRegistry::Cities;

class HistoryTest : public ::testing::Test {
 protected:
  absl::StatusOr<City> Rename(const std::string& name, const std::string& display_name) {
    UpdateCityRequest request;
    request.mutable_city()->set_name(name);
    request.mutable_city()->set_display_name(display_name);
    return registry_.Call(registry_.cities(), &Cities::UpdateCity, request);
  }
  absl::StatusOr<City> Delete(const std::string& name) {
    DeleteCityRequest request;
    request.set_name(name);
    return registry_.Call(registry_.cities(), &Cities::DeleteCity, request);
  }
  absl::StatusOr<City> GetAt(const std::string& name, int64_t revision) {
    GetCityRequest request;
    request.set_name(name);
    request.set_read_revision(revision);
    return registry_.Call(registry_.cities(), &Cities::GetCity, request);
  }
  absl::StatusOr<ListCityRevisionsResponse> Revisions(const std::string& request) {
    return registry_.Call(registry_.cities(), &Cities::ListCityRevisions,
                          ParseText<ListCityRevisionsRequest>(request));
  }
  // Returns the names and display names on all pages of a list.
  std::vector<std::string> ListAt(const std::string& text) {
    auto request = ParseText<ListCitiesRequest>(text);
    std::vector<std::string> found;
    do {
      const auto page = registry_.Call(registry_.cities(), &Cities::ListCities, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      EXPECT_EQ(page->revision(), request.read_revision());
      for (const City& city : page->cities()) {
        found.push_back(absl::StrCat(city.name(), " ", city.display_name()));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }

  LiveRegistry registry_;
};

TEST_F(HistoryTest, EveryStateIsListed) {
  const auto created = registry_.CreateCity("a", "display_name: 'First'");
  ASSERT_THAT(registry_.CreateCity("b", "display_name: 'Other'"), IsOk());
  registry_.clock().Advance(absl::Hours(1));
  const auto renamed = Rename("cities/a", "Second");
  const auto deleted = Delete("cities/a");
  ASSERT_THAT(deleted, IsOk());
  UndeleteCityRequest undelete;
  undelete.set_name("cities/a");
  const auto undeleted = registry_.Call(registry_.cities(), &Cities::UndeleteCity, undelete);
  ASSERT_THAT(undeleted, IsOk());

  const auto check = [&] {
    const auto revisions = Revisions("name: 'cities/a'");
    ASSERT_THAT(revisions, IsOk());
    EXPECT_EQ(revisions->revision(), 5);
    EXPECT_THAT(revisions->next_page_token(), IsEmpty());
    ASSERT_EQ(revisions->revisions_size(), 4);
    const std::vector<City> states = {*undeleted, *deleted, *renamed, *created};
    const std::vector<std::string> methods = {"UndeleteCity", "DeleteCity", "UpdateCity",
                                              "CreateCity"};
    for (int i = 0; i < 4; ++i) {
      const CityRevision& revision = revisions->revisions(i);
      EXPECT_THAT(revision.city(), EqualsProto(states[i]));
      EXPECT_EQ(revision.revision(), states[i].revision());
      EXPECT_EQ(revision.principal(), "local");
      EXPECT_EQ(revision.method(), absl::StrCat("jumelage.registry.v1.CityService/", methods[i]));
      EXPECT_THAT(revision.commit_time(), EqualsProto(states[i].update_time()));
      EXPECT_EQ(revision.redact_revision(), 0);
    }
  };
  check();
  // The answers are the same without the old view, since the history comes from the log.
  registry_.RestartWithoutView();
  check();
}

TEST_F(HistoryTest, AWalkReturnsEachStateOnceWhileOthersWrite) {
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'State 1'"), IsOk());
  for (int i = 2; i <= 7; ++i) {
    ASSERT_THAT(Rename("cities/a", absl::StrCat("State ", i)), IsOk());
  }
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page =
        Revisions(absl::StrCat("name: 'cities/a' page_size: 2 read_mask { paths: 'display_name' } "
                               "page_token: '",
                               token, "'"));
    ASSERT_THAT(page, IsOk());
    for (const CityRevision& revision : page->revisions()) {
      names.push_back(revision.city().display_name());
      EXPECT_THAT(revision.city().name(), IsEmpty());
    }
    token = page->next_page_token();
    ASSERT_THAT(Rename("cities/a", absl::StrCat("Later than ", names.size())), IsOk());
  } while (!token.empty());
  EXPECT_THAT(names, ElementsAre("State 7", "State 6", "State 5", "State 4", "State 3", "State 2",
                                 "State 1"));
}

TEST_F(HistoryTest, AGetReturnsTheStateAtARevision) {
  const auto first = registry_.CreateCity("a", "display_name: 'First'");    // 1
  ASSERT_THAT(registry_.CreateCity("b", "display_name: 'Other'"), IsOk());  // 2
  const auto second = Rename("cities/a", "Second");                         // 3
  const auto deleted = Delete("cities/a");                                  // 4
  ASSERT_THAT(deleted, IsOk());
  EXPECT_THAT(GetAt("cities/b", 1), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GetAt("cities/a", 1), IsOkAndHolds(EqualsProto(*first)));
  EXPECT_THAT(GetAt("cities/a", 2), IsOkAndHolds(EqualsProto(*first)));
  EXPECT_THAT(GetAt("cities/a", 3), IsOkAndHolds(EqualsProto(*second)));
  EXPECT_THAT(GetAt("cities/a", 4), IsOkAndHolds(EqualsProto(*deleted)));
  EXPECT_THAT(GetAt("cities/a", 0), IsOkAndHolds(EqualsProto(*deleted)));
  const auto future = GetAt("cities/a", 5);
  EXPECT_THAT(future, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(future, HasReason("REVISION_IN_FUTURE"));
}

TEST_F(HistoryTest, AListReturnsTheStateAtARevision) {
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'A' country: 'FR'"), IsOk());  // 1
  ASSERT_THAT(registry_.CreateCity("b", "display_name: 'B' country: 'FR'"), IsOk());  // 2
  ASSERT_THAT(Rename("cities/a", "A2"), IsOk());                                      // 3
  ASSERT_THAT(Delete("cities/b"), IsOk());                                            // 4
  ASSERT_THAT(registry_.CreateCity("c", "display_name: 'C' country: 'DE'"), IsOk());  // 5
  EXPECT_THAT(ListAt("read_revision: 1"), ElementsAre("cities/a A"));
  EXPECT_THAT(ListAt("read_revision: 2"), ElementsAre("cities/a A", "cities/b B"));
  EXPECT_THAT(ListAt("read_revision: 3"), ElementsAre("cities/a A2", "cities/b B"));
  EXPECT_THAT(ListAt("read_revision: 4"), ElementsAre("cities/a A2"));
  EXPECT_THAT(ListAt("read_revision: 4 show_deleted: true"),
              ElementsAre("cities/a A2", "cities/b B"));
  EXPECT_THAT(ListAt("read_revision: 5 filter: 'country = \"DE\"'"), ElementsAre("cities/c C"));
  EXPECT_THAT(ListAt("read_revision: 3 filter: 'country = \"FR\"' page_size: 1"),
              ElementsAre("cities/a A2", "cities/b B"));
  // Lists of the current state are unaffected.
  const auto now = registry_.Call(registry_.cities(), &Cities::ListCities, ListCitiesRequest());
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(now->cities_size(), 2);
  EXPECT_EQ(now->revision(), 5);
}

// For any page size, a list at a revision equals the list that was returned when that revision was
// the latest.
TEST_F(HistoryTest, AListAtARevisionEqualsTheListAtThatTime) {
  std::mt19937 random(20240509);
  std::map<int64_t, std::vector<std::string>> told;
  for (int i = 0; i < 120; ++i) {
    const std::string id = absl::StrCat("c", random() % 12);
    const std::string name = absl::StrCat("cities/", id);
    const std::string label = absl::StrCat("Label ", random() % 5);
    absl::Status done = Rename(name, label).status();
    if (absl::IsNotFound(done)) {
      done = registry_
                 .CreateCity(id, absl::StrCat("display_name: '", label, "' country: '",
                                              random() % 2 == 0 ? "FR" : "DE", "'"))
                 .status();
    } else if (absl::IsFailedPrecondition(done)) {
      UndeleteCityRequest undelete;
      undelete.set_name(name);
      done = registry_.Call(registry_.cities(), &Cities::UndeleteCity, undelete).status();
    } else if (random() % 4 == 0) {
      done = Delete(name).status();
    }
    ASSERT_THAT(done, IsOk());
    ListCitiesRequest now;
    now.set_filter("country = \"FR\"");
    const auto page = registry_.Call(registry_.cities(), &Cities::ListCities, now);
    ASSERT_THAT(page, IsOk());
    // An update that changes nothing makes no new revision, so the list that was recorded for the
    // current revision is replaced.
    std::vector<std::string>& found = told[registry_.revision()];
    found.clear();
    for (const City& city : page->cities()) {
      found.push_back(absl::StrCat(city.name(), " ", city.display_name()));
    }
  }
  for (const auto& [revision, expected] : told) {
    EXPECT_EQ(ListAt(absl::StrCat("filter: 'country = \"FR\"' read_revision: ", revision,
                                  " page_size: ", 1 + random() % 7)),
              expected)
        << "at revision " << revision;
  }
}

// Lists of the past use the redirects that existed at their revision.
TEST_F(HistoryTest, AListOfThePastContainsMergedResources) {
  for (const char* id : {"a", "b", "c", "d"}) {
    ASSERT_THAT(registry_.CreateCity(id, "display_name: 'City'"), IsOk());
    ASSERT_THAT(registry_.CreateOrganization(id, "display_name: 'Body'"), IsOk());
  }
  for (const char* id : {"a", "b"}) {
    ASSERT_THAT(
        registry_.CreateTwinning(id, absl::StrCat("kind: KIND_TWINNING sides { city: 'cities/", id,
                                                  "' } sides { city: 'cities/c' }")),
        IsOk());
  }
  const auto before = registry_.revision();
  ASSERT_THAT(
      registry_.Call(registry_.cities(), &Cities::MergeCity,
                     ParseText<registry::v1::MergeCityRequest>(
                         "name: 'cities/a' into: 'cities/b' keep_twinnings: 'twinnings/b'")),
      IsOk());
  ASSERT_THAT(
      registry_.Call(registry_.organizations(), &LiveRegistry::Organizations::MergeOrganization,
                     ParseText<registry::v1::MergeOrganizationRequest>(
                         "name: 'organizations/a' into: 'organizations/b'")),
      IsOk());
  for (const char* more : {"", " filter: 'display_name = \"City\"'"}) {
    const std::string at = absl::StrCat("read_revision: ", registry_.revision(), more);
    EXPECT_THAT(ListAt(at), ElementsAre("cities/b City", "cities/c City", "cities/d City"));
    EXPECT_THAT(ListAt(at + " show_merged: true"),
                ElementsAre("cities/a City", "cities/b City", "cities/c City", "cities/d City"));
    EXPECT_THAT(ListAt(absl::StrCat("read_revision: ", before, more)),
                ElementsAre("cities/a City", "cities/b City", "cities/c City", "cities/d City"));
  }
  const std::string now = absl::StrCat("read_revision: ", registry_.revision());
  const auto organizations =
      registry_.Call(registry_.organizations(), &LiveRegistry::Organizations::ListOrganizations,
                     ParseText<registry::v1::ListOrganizationsRequest>(now));
  ASSERT_THAT(organizations, IsOk());
  EXPECT_EQ(organizations->organizations_size(), 3);
  const auto twinnings =
      registry_.Call(registry_.twinnings(), &LiveRegistry::Twinnings::ListTwinnings,
                     ParseText<registry::v1::ListTwinningsRequest>(now));
  ASSERT_THAT(twinnings, IsOk());
  ASSERT_EQ(twinnings->twinnings_size(), 1);
  EXPECT_EQ(twinnings->twinnings(0).name(), "twinnings/b");
}

TEST_F(HistoryTest, EveryTypeHasItsHistory) {
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'A'"), IsOk());
  ASSERT_THAT(registry_.CreateCity("b", "display_name: 'B'"), IsOk());
  const auto organization = registry_.CreateOrganization("o", "display_name: 'O'");
  const auto agreement =
      registry_.CreateAgreement("g",
                                "display_name: 'G' kind: KIND_CHARTER parties { city: 'cities/a' } "
                                "parties { city: 'cities/b' }");
  const auto twinning = registry_.CreateTwinning(
      "t", "kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/b' }");
  ASSERT_THAT(organization, IsOk());
  ASSERT_THAT(agreement, IsOk());
  ASSERT_THAT(twinning, IsOk());
  const auto organizations = registry_.Call(
      registry_.organizations(), &LiveRegistry::Organizations::ListOrganizationRevisions,
      ParseText<registry::v1::ListOrganizationRevisionsRequest>("name: 'organizations/o'"));
  ASSERT_THAT(organizations, IsOk());
  ASSERT_EQ(organizations->revisions_size(), 1);
  EXPECT_THAT(organizations->revisions(0).organization(), EqualsProto(*organization));
  const auto agreements = registry_.Call(
      registry_.agreements(), &LiveRegistry::Agreements::ListAgreementRevisions,
      ParseText<registry::v1::ListAgreementRevisionsRequest>("name: 'agreements/g'"));
  ASSERT_THAT(agreements, IsOk());
  ASSERT_EQ(agreements->revisions_size(), 1);
  EXPECT_THAT(agreements->revisions(0).agreement(), EqualsProto(*agreement));
  const auto twinnings =
      registry_.Call(registry_.twinnings(), &LiveRegistry::Twinnings::ListTwinningRevisions,
                     ParseText<registry::v1::ListTwinningRevisionsRequest>("name: 'twinnings/t'"));
  ASSERT_THAT(twinnings, IsOk());
  ASSERT_EQ(twinnings->revisions_size(), 1);
  EXPECT_THAT(twinnings->revisions(0).twinning(), EqualsProto(*twinning));
}

TEST_F(HistoryTest, BadInputGetsATypedError) {
  ASSERT_THAT(registry_.CreateCity("a", "display_name: 'A'"), IsOk());
  EXPECT_THAT(Revisions("name: 'cities/none'"), HasReason("RESOURCE_NOT_FOUND"));
  const auto malformed = Revisions("name: 'a' page_size: -1 read_mask { paths: 'no_such_field' }");
  EXPECT_THAT(malformed, HasReason("FIELD_INVALID"));
  EXPECT_THAT(ViolatedFields(malformed.status()), ElementsAre("name", "page_size", "read_mask"));
  EXPECT_THAT(Revisions("name: 'cities/a' page_token: 'x'"), HasReason("PAGE_TOKEN_INVALID"));
  EXPECT_THAT(ViolatedFields(GetAt("cities/a", -1).status()), ElementsAre("read_revision"));
  const auto list = [&](const std::string& text) {
    return registry_.Call(registry_.cities(), &Cities::ListCities,
                          ParseText<ListCitiesRequest>(text));
  };
  EXPECT_THAT(ViolatedFields(list("read_revision: -1").status()), ElementsAre("read_revision"));
  EXPECT_THAT(ViolatedFields(list("read_revision: 1 order_by: 'country'").status()),
              ElementsAre("order_by"));
  EXPECT_THAT(ViolatedFields(list("read_revision: 1 order_by: 'name desc'").status()),
              ElementsAre("order_by"));
  EXPECT_THAT(list("read_revision: 1 order_by: 'name'"), IsOk());
  EXPECT_THAT(list("read_revision: 2"), HasReason("REVISION_IN_FUTURE"));
}

}  // namespace
}  // namespace jumelage
