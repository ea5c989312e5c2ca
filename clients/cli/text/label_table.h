#ifndef JUMELAGE_CLIENTS_CLI_TEXT_LABEL_TABLE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_LABEL_TABLE_H_

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/text/language.h"

namespace jumelage::cli {

// A row of a table of labels: the label of `key` in each language.
template <typename Key>
struct LabelRow {
  Key key;
  absl::string_view english;
  absl::string_view french;
};

// Returns the label of `key`, or "" if `table` has none.
template <typename Key, size_t kSize>
absl::string_view FindLabel(const LabelRow<Key> (&table)[kSize], const Key& key,
                            Language language) {
  for (const LabelRow<Key>& row : table) {
    if (row.key == key) return language == Language::kFrench ? row.french : row.english;
  }
  return "";
}

// Returns the label of the value of a proto enum, "" for UNSPECIFIED, or the number of a value that
// this program doesn't know because the service is newer.
template <typename Enum, size_t kSize>
std::string EnumLabel(const LabelRow<Enum> (&table)[kSize], Enum value, Language language) {
  const absl::string_view label = FindLabel(table, value, language);
  const int number = value;
  return label.empty() && number != 0 ? absl::StrCat(number) : std::string(label);
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LABEL_TABLE_H_
