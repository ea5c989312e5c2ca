#include "common/sqlite/process_settings.h"

#include <string>

#include "common/sqlite/database.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sqlite3.h"

namespace jumelage::sqlite {
namespace {

constexpr int kPageSize = 4096;
constexpr int kCreate = 2;
// The number of the lock page, which SQLite never uses.
constexpr unsigned kLockPage = (1u << 30) / kPageSize + 1;

// Calls the page cache directly, as SQLite would.
class PageCacheTest : public testing::Test {
 protected:
  PageCacheTest() {
    MakeProcessSettings();
    EXPECT_EQ(sqlite3_shutdown(), SQLITE_OK);
    EXPECT_EQ(sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &methods_), SQLITE_OK);
    EXPECT_EQ(sqlite3_initialize(), SQLITE_OK);
    cache_ = methods_.xCreate(kPageSize, /*szExtra=*/64, /*bPurgeable=*/1);
    methods_.xCachesize(cache_, 1000);
    for (unsigned number = 1; number <= 100; ++number) Keep(number);
  }
  ~PageCacheTest() override { methods_.xDestroy(cache_); }

  void Keep(unsigned number) {
    methods_.xUnpin(cache_, methods_.xFetch(cache_, number, kCreate), /*discard=*/0);
  }
  bool Has(unsigned number) {
    sqlite3_pcache_page* const page = methods_.xFetch(cache_, number, /*createFlag=*/0);
    if (page != nullptr) methods_.xUnpin(cache_, page, /*discard=*/0);
    return page != nullptr;
  }
  sqlite3_pcache_methods2 methods_ = {};
  sqlite3_pcache* cache_ = nullptr;
};

TEST_F(PageCacheTest, TruncateDropsThePagesFromANumberOn) {
  methods_.xTruncate(cache_, 61);
  EXPECT_EQ(methods_.xPagecount(cache_), 60);
  EXPECT_TRUE(Has(60));
  EXPECT_FALSE(Has(61));
  Keep(80);
  methods_.xTruncate(cache_, 61);
  EXPECT_FALSE(Has(80));
}

TEST_F(PageCacheTest, TruncateDropsNothingBeyondTheLastPage) {
  methods_.xTruncate(cache_, 101);
  EXPECT_EQ(methods_.xPagecount(cache_), 100);
}

TEST_F(PageCacheTest, TracksPagesThatAreSwappedByWayOfTheLockPage) {
  sqlite3_pcache_page* const page = methods_.xFetch(cache_, 100, /*createFlag=*/0);
  methods_.xRekey(cache_, page, 100, kLockPage);
  methods_.xRekey(cache_, page, kLockPage, 101);
  methods_.xUnpin(cache_, page, /*discard=*/0);
  methods_.xTruncate(cache_, 102);
  EXPECT_EQ(methods_.xPagecount(cache_), 100);
  methods_.xTruncate(cache_, 101);
  EXPECT_EQ(methods_.xPagecount(cache_), 99);
  EXPECT_FALSE(Has(101));
}

TEST_F(PageCacheTest, CountsNoMemory) {
  sqlite3_int64 used = 0, highest = 0;
  ASSERT_EQ(sqlite3_status64(SQLITE_STATUS_MEMORY_USED, &used, &highest, /*resetFlag=*/0),
            SQLITE_OK);
  EXPECT_EQ(used, 0);
}

TEST(GrowthTest, DropsRolledBackPages) {
  TempDir dir;
  OpenOptions options;
  const auto db = Database::Open(dir.File("test.db"), options);
  ASSERT_THAT(db, IsOk());
  ASSERT_THAT((*db)->Exec("CREATE TABLE t(k PRIMARY KEY, v) WITHOUT ROWID"), IsOk());
  const std::string insert =
      "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
      "SELECT hex(randomblob(8)), zeroblob(200) FROM n;";
  for (int round = 0; round < 5; ++round) {
    ASSERT_THAT((*db)->Exec("BEGIN;" + insert + "ROLLBACK;" + insert +
                            "DELETE FROM t WHERE random() % 3 = 0;"),
                IsOk());
    ASSERT_THAT((*db)->Vacuum(), IsOk());
    auto check = (*db)->Prepare("PRAGMA integrity_check");
    ASSERT_THAT(check, IsOk());
    ASSERT_THAT(check->Step(), IsOkAndHolds(true));
    EXPECT_EQ(check->ColumnText(0), "ok");
  }
}

}  // namespace
}  // namespace jumelage::sqlite
