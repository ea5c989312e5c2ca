#include "common/view/schema.h"

#include <set>

#include "common/testing/note.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using samples::Note;

TableSpec<Note> Spec() {
  TableSpec<Note> spec;
  spec.collection = "notes";
  spec.columns = {{"text", "TEXT", [](const Note& note) { return note.text(); }}};
  return spec;
}

int64_t VersionWith(TableSpec<Note> spec, const char* extra_ddl = "") {
  const Table<Note> table(std::move(spec));
  return ViewSchema{{&table}, extra_ddl}.Version();
}

TEST(ViewSchemaTest, TheSameTablesHaveTheSameVersion) {
  EXPECT_EQ(VersionWith(Spec()), VersionWith(Spec()));
}

TEST(ViewSchemaTest, EveryChangeOfATableChangesTheVersion) {
  std::set<int64_t> versions = {VersionWith(Spec()),
                                VersionWith(Spec(), "CREATE TABLE followed(x);")};
  TableSpec<Note> spec = Spec();
  spec.indexes = {{"text"}};
  versions.insert(VersionWith(spec));
  spec = Spec();
  spec.columns[0].sql_type = "INTEGER";
  versions.insert(VersionWith(spec));
  spec = Spec();
  spec.side_tables = {{"note_tags", {"tag"}, [](const Note&, SideRows*) {}}};
  versions.insert(VersionWith(spec));
  spec.side_tables[0].by_owner = true;
  versions.insert(VersionWith(spec));
  // Different rows in the same tables.
  spec = Spec();
  spec.rows_version = 2;
  versions.insert(VersionWith(spec));
  EXPECT_EQ(versions.size(), 7u);
}

TEST(ViewSchemaTest, FindsTheTableOfANestedName) {
  const Table<Note> table(Spec());
  const ViewSchema schema{{&table}, ""};
  EXPECT_EQ(schema.TableOf("notes/a"), &table);
  EXPECT_EQ(schema.TableOf("shelves/s/notes/a"), &table);
  EXPECT_EQ(schema.TableOf("letters/a"), nullptr);
  EXPECT_EQ(schema.TableOf("notes"), nullptr);
}

}  // namespace
}  // namespace jumelage
