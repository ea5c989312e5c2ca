#ifndef JUMELAGE_COMMON_TESTING_NOTES_H_
#define JUMELAGE_COMMON_TESTING_NOTES_H_

#include "common/store/resources.h"
#include "common/testing/note.pb.h"
#include "common/view/table.h"
#include "common/view/view.h"

namespace jumelage {

// Returns a table of notes, as in a service's view. Notes can be ordered by text and found by tag.
inline Table<samples::Note> NotesTable() {
  TableSpec<samples::Note> spec;
  spec.collection = "notes";
  spec.columns = {{"text", "TEXT", [](const samples::Note& note) { return note.text(); }}};
  spec.side_tables = {{"note_tags", {"tag"}, [](const samples::Note& note, SideRows* rows) {
                         for (const std::string& tag : note.tags()) rows->Add(tag);
                       }}};
  spec.indexes = {{"text"}};
  return Table<samples::Note>(std::move(spec));
}

struct NotesSchema {
  Table<samples::Note> table = NotesTable();
  Resources<samples::Note> notes{&table};
  ViewSchema view{{&table}, /*extra_ddl=*/""};
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_NOTES_H_
