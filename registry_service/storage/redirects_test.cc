#include "registry_service/storage/redirects.h"

#include <memory>
#include <string>

#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

class RedirectsTest : public testing::Test {
 protected:
  RedirectsTest() {
    sqlite::OpenOptions options;
    options.synchronous = sqlite::Synchronous::kOff;
    db_ = *sqlite::Database::Open(dir_.File("view.db"), options);
    for (const TableBase* table : tables_.schema().tables) {
      EXPECT_THAT(table->Create(*db_, "main"), IsOk());
    }
    EXPECT_THAT(db_->Exec(tables_.schema().extra_ddl), IsOk());
  }

  void Redirect(const std::string& name, const std::string& target) {
    registry::v1::City city;
    city.set_name(name);
    city.set_merged_into(target);
    store::v1::Change change;
    change.set_name(name);
    change.set_resource(city.SerializeAsString());
    ASSERT_THAT(tables_.cities().table().Apply(*db_, 1, change, {}), IsOk());
  }

  const RegistryTables tables_;
  TempDir dir_;
  std::unique_ptr<sqlite::Database> db_;
};

TEST_F(RedirectsTest, WithoutMergesEveryNameStandsForItself) {
  EXPECT_THAT(HasRedirects(*db_), IsOkAndHolds(false));
  EXPECT_THAT(ResolveName(*db_, "cities/a"), IsOkAndHolds("cities/a"));
  EXPECT_THAT(NamesOf(*db_, "cities/a"), IsOkAndHolds(ElementsAre("cities/a")));
  EXPECT_THAT(*RedirectEnds(*db_), testing::IsEmpty());
}

TEST_F(RedirectsTest, ACircleIsAnErrorAndEndsEveryWalk) {
  Redirect("cities/a", "cities/b");
  Redirect("cities/b", "cities/a");
  Redirect("cities/c", "cities/a");
  Redirect("cities/x", "cities/x");
  for (const char* name : {"cities/a", "cities/c", "cities/x"}) {
    EXPECT_EQ(ResolveName(*db_, name).status().code(), absl::StatusCode::kDataLoss) << name;
  }
  EXPECT_EQ(RedirectEnds(*db_).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RedirectsTest, ChainsAndBranchesLeadToTheirEnd) {
  Redirect("cities/a", "cities/b");
  Redirect("cities/b", "cities/c");
  Redirect("cities/d", "cities/c");
  Redirect("cities/x", "cities/y");
  EXPECT_THAT(HasRedirects(*db_), IsOkAndHolds(true));
  EXPECT_THAT(ResolveName(*db_, "cities/a"), IsOkAndHolds("cities/c"));
  for (const char* name : {"cities/a", "cities/b", "cities/c", "cities/d"}) {
    const auto names = NamesOf(*db_, name);
    ASSERT_THAT(names, IsOk());
    EXPECT_EQ(names->front(), "cities/c");
    EXPECT_THAT(*names, UnorderedElementsAre("cities/a", "cities/b", "cities/c", "cities/d"));
    // The SQL subquery selects the same names. Three of them are redirects.
    auto select = db_->Prepare("SELECT count(*) FROM redirects WHERE name IN " + SqlNamesOf("?"));
    ASSERT_THAT(select, IsOk());
    select->BindText(1, name);
    EXPECT_THAT(select->Step(), IsOkAndHolds(true));
    EXPECT_EQ(select->ColumnInt(0), 3);
  }
  EXPECT_THAT(*NamesLeadingTo(*db_, "cities/b"), UnorderedElementsAre("cities/b", "cities/a"));
  EXPECT_THAT(*RedirectEnds(*db_),
              UnorderedElementsAre(Pair("cities/a", "cities/c"), Pair("cities/b", "cities/c"),
                                   Pair("cities/d", "cities/c"), Pair("cities/x", "cities/y")));
}

TEST_F(RedirectsTest, AnUnmergedNameStandsForItselfAgain) {
  Redirect("cities/a", "cities/b");
  Redirect("cities/a", "");
  EXPECT_THAT(HasRedirects(*db_), IsOkAndHolds(false));
  EXPECT_THAT(ResolveName(*db_, "cities/a"), IsOkAndHolds("cities/a"));
}

TEST_F(RedirectsTest, ARecordListsEachRedirectedNameOnce) {
  Redirect("cities/a", "cities/b");
  registry::v1::Twinning twinning;
  twinning.add_sides()->set_city("cities/a");
  twinning.add_sides()->set_city("cities/z");
  twinning.add_organizations()->set_city("cities/a");
  EXPECT_THAT(NamesMerged(*db_, twinning), IsOkAndHolds(true));
  ASSERT_THAT(FillRedirects(*db_, &twinning), IsOk());
  ASSERT_EQ(twinning.redirects_size(), 1);
  EXPECT_EQ(twinning.redirects(0).resource(), "cities/a");
  EXPECT_EQ(twinning.redirects(0).target(), "cities/b");
}

}  // namespace
}  // namespace jumelage
