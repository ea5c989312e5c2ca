#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projects_service/testing/projects_fixture.h"

namespace jumelage {
namespace {

using projects::v1::DeleteProjectRequest;
using projects::v1::ListProjectsRequest;
using projects::v1::ListProjectsResponse;
using projects::v1::Project;
using projects::v1::UpdateProjectRequest;
using testing::ElementsAre;

class ProjectListTest : public ProjectsFixture {
 protected:
  ProjectListTest() {
    Make("water", R"pb(
      display_name: "Eau"
      state: STATE_IMPLEMENTATION
      sectors { code: "14031" share_basis_points: 7000 }
      sectors { code: "14010" share_basis_points: 3000 }
      actual_start {
        earliest { year: 2007 }
        precision: PRECISION_YEAR
      }
      sites { city: "cities/tanghin-dassouri" }
      twinnings: "twinnings/belfort-tanghin-dassouri"
    )pb");
    Make("canteens", R"pb(
      display_name: "Cantines"
      participants {
        city: "cities/belfort"
        roles: ROLE_IMPLEMENTING
        acting_as_member_of: "organizations/comite"
      }
      agreements: "agreements/charter"
      parent: "projects/water"
    )pb");
    Make("school", R"pb(
      display_name: "École"
      kind: KIND_EXCHANGE
      state: STATE_IMPLEMENTATION
      actual_start {
        earliest { year: 2005 month: 3 }
        precision: PRECISION_MONTH
      }
      participants { organization: "organizations/comite" roles: ROLE_FUNDING }
    )pb");
    Make("fair", R"pb(
      display_name: "Foire" kind: KIND_EXCHANGE
    )pb");
  }

  void Make(const std::string& id, const std::string& text) {
    clock_.Advance(absl::Seconds(1));
    ASSERT_THAT(Create(id, text), IsOk()) << id;
  }

  absl::StatusOr<ListProjectsResponse> List(const std::string& text) {
    return Call(&Stub::ListProjects, Parse<ListProjectsRequest>(text));
  }

  // Returns the ids in the order of the answer, such as "canteens fair".
  std::string Ids(const std::string& text) {
    const auto list = List(text);
    EXPECT_THAT(list, IsOk()) << text;
    if (!list.ok()) return "";
    return absl::StrJoin(list->projects(), " ", [](std::string* out, const Project& project) {
      absl::StrAppend(out, project.name().substr(std::string("projects/").size()));
    });
  }
};

TEST_F(ProjectListTest, FiltersByEachDocumentedField) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "canteens fair school water"},
      {"state = IMPLEMENTATION", "school water"},
      {"state = UNKNOWN", "canteens fair"},
      {"kind = EXCHANGE", "fair school"},
      {"city = \"cities/belfort\"", "canteens"},
      {"city = \"cities/tanghin-dassouri\"", "water"},
      {"organization = \"organizations/comite\"", "canteens school"},
      {"sector = \"14010\"", "water"},
      {"twinning = \"twinnings/belfort-tanghin-dassouri\"", "water"},
      {"agreement = \"agreements/charter\"", "canteens"},
      {"parent = \"projects/water\"", "canteens"},
      {"kind = EXCHANGE AND organization = \"organizations/comite\"", "school"},
      {"city = \"cities/sousse\"", ""},
  };
  for (const auto& [filter, ids] : cases) {
    ListProjectsRequest request;
    request.set_filter(filter);
    EXPECT_EQ(Ids(request.DebugString()), ids) << filter;
  }
}

TEST_F(ProjectListTest, OrdersByEachDocumentedField) {
  EXPECT_EQ(Ids("order_by: 'name desc'"), "water school fair canteens");
  EXPECT_EQ(Ids("order_by: 'display_name'"), "canteens water school fair")
      << "accents do not count";
  EXPECT_EQ(Ids("order_by: 'display_name desc'"), "fair school water canteens");
  EXPECT_EQ(Ids("order_by: 'actual_start'"), "school water canteens fair")
      << "projects without a start come last";
  EXPECT_EQ(Ids("order_by: 'create_time'"), "water canteens school fair");
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(
      Call(&Stub::UpdateProject, Parse<UpdateProjectRequest>(
                                     "project { name: 'projects/water' display_name: 'Wasser' }")),
      IsOk());
  EXPECT_EQ(Ids("order_by: 'update_time desc'"), "water fair school canteens");
}

TEST_F(ProjectListTest, PagesShowEachProjectOnce) {
  for (const char* const order : {"", "display_name", "actual_start desc", "name desc"}) {
    std::vector<std::string> seen;
    std::string token;
    do {
      ListProjectsRequest request;
      request.set_page_size(1);
      request.set_order_by(order);
      request.set_page_token(token);
      const auto page = Call(&Stub::ListProjects, request);
      ASSERT_THAT(page, IsOk()) << order;
      ASSERT_EQ(page->projects_size(), 1);
      seen.push_back(page->projects(0).name());
      token = page->next_page_token();
    } while (!token.empty());
    ListProjectsRequest whole;
    whole.set_order_by(order);
    const auto list = Call(&Stub::ListProjects, whole);
    ASSERT_THAT(list, IsOk());
    std::vector<std::string> expected;
    for (const Project& project : list->projects()) {
      expected.push_back(project.name());
    }
    EXPECT_EQ(seen, expected) << order;
  }
}

TEST_F(ProjectListTest, WritesDoNotDisturbPagingByName) {
  auto page = List("page_size: 2");
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(Create("a-new-one"), IsOk());
  ASSERT_THAT(Call(&Stub::DeleteProject, Parse<DeleteProjectRequest>("name: 'projects/canteens'")),
              IsOk());
  const std::string rest =
      Ids(absl::StrCat("page_size: 5 page_token: '", page->next_page_token(), "'"));
  EXPECT_EQ(rest, "school water");
}

TEST_F(ProjectListTest, ListsDeletedProjectsOnRequest) {
  ASSERT_THAT(Call(&Stub::DeleteProject, Parse<DeleteProjectRequest>("name: 'projects/canteens'")),
              IsOk());
  EXPECT_EQ(Ids(""), "fair school water");
  EXPECT_EQ(Ids("show_deleted: true"), "canteens fair school water");
}

TEST_F(ProjectListTest, AnswersShowReferencesAndTheirRevision) {
  const auto list = List("filter: 'parent = \"projects/water\"'");
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->projects_size(), 1);
  EXPECT_EQ(References(list->projects(0)),
            "agreements/charter LIVE Charte; cities/belfort LIVE Belfort; "
            "organizations/comite LIVE Comité de Jumelage");
  EXPECT_EQ(list->revision(), Head());
}

TEST_F(ProjectListTest, ReadMasksLeaveOutTheRest) {
  const auto list = List("page_size: 1 read_mask { paths: 'display_name' }");
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->projects(0).display_name(), "Cantines");
  EXPECT_EQ(list->projects(0).name(), "");
  EXPECT_TRUE(list->projects(0).references().empty());
}

TEST_F(ProjectListTest, RefusesInvalidRequests) {
  const auto bad = List("page_size: -1 order_by: 'colour' read_mask { paths: 'colour' }");
  EXPECT_THAT(bad, HasReason("FIELD_INVALID"));
  EXPECT_THAT(FieldsOf(bad.status()), ElementsAre("page_size", "order_by", "read_mask"));
  EXPECT_THAT(List("filter: 'colour = red'"), HasReason("FILTER_INVALID"));
  EXPECT_THAT(List("filter: 'state = ACTIVE'"), HasReason("FILTER_INVALID"));
  EXPECT_THAT(List("page_token: 'nonsense'"), HasReason("PAGE_TOKEN_INVALID"));
  const auto page = List("page_size: 1");
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(
      List(absl::StrCat("filter: 'kind = EXCHANGE' page_token: '", page->next_page_token(), "'")),
      HasReason("PAGE_TOKEN_INVALID"))
      << "a token of another request";
}

TEST_F(ProjectListTest, SearchFindsMisspeltTitlesInEveryLanguage) {
  ASSERT_THAT(Create("zaka", R"pb(
                display_name: "École de Bangr’Zaka"
                titles { text: "School of Bangr Zaka" language_code: "en" }
                sites { city: "cities/belfort" }
              )pb"),
              IsOk());
  ASSERT_THAT(Create("pont", "display_name: 'Pont de Bois' kind: KIND_EXCHANGE"), IsOk());
  const auto search = [&](const std::string& text) {
    const auto found =
        Call(&Stub::SearchProjects, Parse<projects::v1::SearchProjectsRequest>(text));
    EXPECT_THAT(found, IsOk()) << text;
    std::string names;
    if (!found.ok()) return names;
    for (const auto& result : found->results()) {
      names += result.project().name() + " " + result.matched_text() + ";";
    }
    return names;
  };
  EXPECT_EQ(search("query: 'ecole de'"), "projects/zaka École de Bangr’Zaka;");
  EXPECT_EQ(search("query: 'school'"), "projects/zaka School of Bangr Zaka;");
  EXPECT_EQ(search("query: 'scholo of bangr'"), "projects/zaka School of Bangr Zaka;");
  EXPECT_EQ(search("query: 'pont' kinds: KIND_DEVELOPMENT"), "");
  EXPECT_EQ(search("query: 'pont' kinds: KIND_EXCHANGE"), "projects/pont Pont de Bois;");
  const auto found =
      Call(&Stub::SearchProjects, Parse<projects::v1::SearchProjectsRequest>("query: 'bangr'"));
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(References(found->results(0).project()), "cities/belfort LIVE Belfort");
  EXPECT_THAT(Call(&Stub::SearchProjects, projects::v1::SearchProjectsRequest()),
              HasReason("FIELD_INVALID"));
}

}  // namespace
}  // namespace jumelage
