#ifndef JUMELAGE_CLIENTS_CLI_TEXT_LANGUAGE_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_LANGUAGE_H_

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace jumelage::cli {

// The languages of texts for people.
enum class Language { kEnglish = 0, kFrench = 1 };

// Returns the language of the BCP-47 tag "en" or "fr", or nullopt for any other tag.
inline absl::optional<Language> ParseLanguage(absl::string_view tag) {
  if (tag == "en") return Language::kEnglish;
  if (tag == "fr") return Language::kFrench;
  return absl::nullopt;
}

inline absl::string_view LanguageTag(Language language) {
  return language == Language::kFrench ? "fr" : "en";
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_LANGUAGE_H_
