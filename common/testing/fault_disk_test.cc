#include "common/testing/fault_disk.h"

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr size_t kSector = 512;

TEST(FaultDiskTest, LosesUnsyncedWrites) {
  FaultDisk disk(1);
  auto file = disk.Create("f");
  EXPECT_EQ(disk.Write(*file, 0, "synced"), 6u);
  disk.Sync("f", *file);
  disk.Write(*file, 6, " and not");
  EXPECT_EQ(file->current, "synced and not");
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f")->current, "synced");
}

TEST(FaultDiskTest, AFileThatWasNeverSyncedIsGone) {
  FaultDisk disk(1);
  disk.Write(*disk.Create("f"), 0, "x");
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f"), nullptr);
}

TEST(FaultDiskTest, LosesAnUnsyncedTruncation) {
  FaultDisk disk(1);
  auto file = disk.Create("f");
  disk.Write(*file, 0, "long text");
  disk.Sync("f", *file);
  EXPECT_TRUE(disk.Truncate(*file, 4));
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f")->current, "long text");
  EXPECT_TRUE(disk.Truncate(*disk.Find("f"), 4));
  disk.Sync("f", *disk.Find("f"));
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f")->current, "long");
}

TEST(FaultDiskTest, ADeletionIsDurableOnRequest) {
  FaultDisk disk(1);
  for (const char* name : {"durably", "not"}) {
    auto file = disk.Create(name);
    disk.Write(*file, 0, name);
    disk.Sync(name, *file);
  }
  EXPECT_TRUE(disk.Delete("durably", true));
  EXPECT_TRUE(disk.Delete("not", false));
  EXPECT_FALSE(disk.Delete("not", false));
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("durably"), nullptr);
  ASSERT_NE(disk.Find("not"), nullptr);
  EXPECT_EQ(disk.Find("not")->current, "not");
}

TEST(FaultDiskTest, SyncingTheDirectoryMakesEntriesDurable) {
  FaultDisk disk(1);
  auto file = disk.Create("f");
  disk.Write(*file, 0, "text");
  disk.Sync("f", *file);
  disk.Delete("f", false);
  disk.Write(*disk.Create("g"), 0, "text");
  disk.SyncDirectory();
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f"), nullptr);
  ASSERT_NE(disk.Find("g"), nullptr);
  EXPECT_EQ(disk.Find("g")->current, "");
}

TEST(FaultDiskTest, ANewFileOfADeletedNameWinsOnceItIsSynced) {
  FaultDisk disk(1);
  auto file = disk.Create("f");
  disk.Write(*file, 0, "old");
  disk.Sync("f", *file);
  disk.Delete("f", false);
  file = disk.Create("f");
  disk.Write(*file, 0, "new");
  disk.Sync("f", *file);
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f")->current, "new");
}

// Each sector survives completely or not at all. Synced sectors always survive.
TEST(FaultDiskTest, KeepsSomeSectors) {
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    FaultDisk disk(seed);
    auto file = disk.Create("f");
    disk.Write(*file, 0, std::string(3 * kSector, 'a'));
    disk.Sync("f", *file);
    disk.Write(*file, 0, std::string(kSector, 'b'));
    disk.Write(*file, 2 * kSector + 10, "b");
    disk.LosePower(PowerLoss::kKeepSome);
    const std::string& now = disk.Find("f")->current;
    ASSERT_EQ(now.size(), 3 * kSector);
    EXPECT_EQ(now.substr(0, kSector), std::string(kSector, now[0]));
    EXPECT_EQ(now.substr(kSector, kSector), std::string(kSector, 'a'));
    outcomes.insert(std::string() + now[0] + now[2 * kSector + 10]);
  }
  EXPECT_EQ(outcomes, (std::set<std::string>{"aa", "ab", "ba", "bb"}));
}

// Pages that the kernel wrongly takes for clean can be read, but reach the disk only if they are
// written again.
TEST(FaultDiskTest, PagesMarkedCleanAreLostUnlessWrittenAgain) {
  FaultDisk disk(1);
  auto file = disk.Create("f");
  disk.Write(*file, 0, std::string(2 * kSector, 'a'));
  disk.Sync("f", *file);
  disk.Write(*file, 0, std::string(2 * kSector, 'b'));
  FaultDisk::MarkClean(*file);
  EXPECT_EQ(file->current[0], 'b');
  disk.Write(*file, 0, std::string(kSector, 'b'));
  disk.Sync("f", *file);
  disk.LosePower(PowerLoss::kForgetAll);
  EXPECT_EQ(disk.Find("f")->current, std::string(kSector, 'b') + std::string(kSector, 'a'));
}

TEST(FaultDiskTest, RevertsToWhatIsDurable) {
  FaultDisk disk(1);
  auto file = disk.Create("f");
  disk.Write(*file, 0, "durable");
  disk.Sync("f", *file);
  disk.Write(*file, 0, "changed and longer");
  disk.Revert(*file);
  EXPECT_EQ(file->current, "durable");
}

TEST(FaultDiskTest, FillsUpAndEmpties) {
  FaultDisk disk(1);
  disk.SetFreeBytes(10);
  auto file = disk.Create("f");
  EXPECT_EQ(disk.Write(*file, 0, "12345678"), 8u);
  EXPECT_EQ(disk.Write(*file, 8, "12345678"), 2u);
  EXPECT_EQ(disk.Write(*file, 0, "overwriting takes no room"), 10u);
  EXPECT_EQ(file->current, "overwritin");
  EXPECT_EQ(disk.Write(*file, 10, "x"), 0u);
  EXPECT_FALSE(disk.Truncate(*file, 11));
  EXPECT_TRUE(disk.Truncate(*file, 5));
  EXPECT_EQ(disk.Write(*file, 5, "123456"), 5u);
  disk.Delete("f", true);
  EXPECT_EQ(disk.Write(*disk.Create("g"), 0, "1234567890"), 10u);
}

}  // namespace
}  // namespace jumelage
