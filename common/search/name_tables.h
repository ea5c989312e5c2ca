#ifndef JUMELAGE_COMMON_SEARCH_NAME_TABLES_H_
#define JUMELAGE_COMMON_SEARCH_NAME_TABLES_H_

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/search/names.h"
#include "common/search/spelling.h"
#include "common/values/text_folding.h"
#include "common/view/side_rows.h"
#include "common/view/side_tables.h"

namespace jumelage {

// The tables for searching the resources of one type by name: the table of the resources, which has
// a column `display_key`, and three side tables (AddNameTables):
//  - `names`: the folded names (or their keys, if nothing is left of them);
//  - `words`: each word of a name, with the name;
//  - `spellings`: each word, and each name of several words, by its parts (spelling.h). Each is
//    stored only once, even if many resources have it.
struct NameTables {
  const char* table;
  const char* names;
  const char* words;
  const char* spellings;
  // A query that returns a row if any resource except the one with the id ?2 has the word or name
  // ?1.
  const char* held;
};

// Returns whether two states of a resource have the same names. Most changes do not affect the
// names, and folding them again takes time.
template <typename R>
bool SameNames(const R& a, const R& b) {
  return NamesIn(a) == NamesIn(b);
}

template <typename R>
std::vector<std::string> FormsOf(const R& resource) {
  std::vector<std::string> forms;
  for (const absl::string_view name : NamesIn(resource)) {
    for (std::string& form : FoldedForms(name)) forms.push_back(std::move(form));
  }
  return forms;
}

template <typename R>
void NameRows(const R& resource, SideRows* rows) {
  for (const absl::string_view name : NamesIn(resource)) {
    // A search can't find a name without letters, but a filter can.
    for (std::string& key : NameKeys(name)) rows->Add(std::move(key));
  }
}

template <typename R>
void WordRows(const R& resource, SideRows* rows) {
  for (const std::string& form : FormsOf(resource)) {
    for (std::string& word : FoldedWords(form)) rows->Add(std::move(word), form);
  }
}

// Returns every word of the resource's names, and also each multi-word name as a single spelling.
template <typename R>
std::vector<std::string> Spellings(const R& resource) {
  std::vector<std::string> spellings;
  for (const std::string& form : FormsOf(resource)) {
    std::vector<std::string> words = FoldedWords(form);
    if (words.size() > 1) spellings.push_back(form);
    std::move(words.begin(), words.end(), std::back_inserter(spellings));
  }
  return spellings;
}

inline void SpellingRows(const std::string& spelling, SideRows* rows) {
  for (std::string& part : PartsOf(Spelling(spelling))) rows->Add(std::move(part), spelling);
}

// Adds the side tables in `tables` to `side_tables`.
template <typename R>
void AddNameTables(const NameTables& tables, std::vector<SideTableSpec<R>>* side_tables) {
  SideTableSpec<R> by_part = {tables.spellings, {"part", "spelling"}, nullptr};
  by_part.held = tables.held;
  by_part.texts = Spellings<R>;
  by_part.rows_of_text = SpellingRows;
  for (SideTableSpec<R> spec :
       {SideTableSpec<R>(tables.names, {"key"}, NameRows<R>),
        SideTableSpec<R>(tables.words, {"word", "key"}, WordRows<R>), by_part}) {
    spec.same = SameNames<R>;
    side_tables->push_back(std::move(spec));
  }
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_NAME_TABLES_H_
