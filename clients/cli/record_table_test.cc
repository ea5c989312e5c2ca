#include "clients/cli/record_table.h"

#include <string>

#include "gtest/gtest.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage::cli {
namespace {

registry::v1::City City(const std::string& name) {
  registry::v1::City city;
  city.set_name(name);
  return city;
}

TEST(RecordTableTest, MarksDeletedAndMergedRecords) {
  registry::v1::City merged = City("cities/b");
  merged.set_merged_into("cities/a");
  registry::v1::City deleted = City("cities/c");
  deleted.mutable_delete_time()->set_seconds(1);
  RecordTable table({"CITY", "NAME"});
  table.AddRow(City("cities/a"), {"cities/a", "A"});
  table.AddRow(merged, {"cities/b", "B"});
  table.AddRow(deleted, {"cities/c", "C"});
  EXPECT_EQ(table.Render(),
            "CITY      NAME  REMARK\n"
            "cities/a  A\n"
            "cities/b  B     merged into cities/a\n"
            "cities/c  C     deleted\n");
}

TEST(RecordTableTest, HasNoColumnForRemarksWithoutAny) {
  RecordTable table({"CITY", "NAME"});
  table.AddRow(City("cities/a"), {"cities/a", "A"});
  EXPECT_EQ(table.Render(), "CITY      NAME\ncities/a  A\n");
}

TEST(RecordTableTest, MarksRecordsOfTypesThatAreNeverMerged) {
  projects::v1::Project deleted;
  deleted.mutable_delete_time()->set_seconds(1);
  RecordTable table({"PROJECT"});
  table.AddRow(deleted, {"projects/p"});
  EXPECT_EQ(table.Render(), "PROJECT     REMARK\nprojects/p  deleted\n");
}

}  // namespace
}  // namespace jumelage::cli
