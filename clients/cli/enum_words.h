#ifndef JUMELAGE_CLIENTS_CLI_ENUM_WORDS_H_
#define JUMELAGE_CLIENTS_CLI_ENUM_WORDS_H_

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "clients/cli/command/arguments.h"
#include "common/base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace jumelage::cli {

// Returns the word for a value of a proto enum, such as "city-part" for KIND_CITY_PART.
inline std::string EnumWord(const google::protobuf::EnumValueDescriptor& value) {
  const absl::string_view prefix =
      absl::StripSuffix(value.type()->FindValueByNumber(0)->name(), "UNSPECIFIED");
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(value.name(), prefix)),
                             {{"_", "-"}});
}

// Returns the word for a value, "" for UNSPECIFIED, or the number of a value that this program
// doesn't know because the service is newer.
template <typename E>
std::string EnumText(E value) {
  const int number = value;
  if (number == 0) return "";
  const auto* known = google::protobuf::GetEnumDescriptor<E>()->FindValueByNumber(number);
  return known == nullptr ? absl::StrCat(number) : EnumWord(*known);
}

// Returns the words for all values of the enum except UNSPECIFIED.
template <typename E>
std::vector<std::string> EnumWords() {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<E>();
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(EnumWord(*type.value(i)));
  }
  return words;
}

// Returns the value for `word`, or nullopt if there is none. Also accepts the value's full name.
// Ignores case, and treats "_" as "-".
template <typename E>
absl::optional<E> ParseEnumWord(absl::string_view word) {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<E>();
  const auto folded = [](absl::string_view text) {
    return absl::StrReplaceAll(absl::AsciiStrToLower(text), {{"_", "-"}});
  };
  const std::string wanted = folded(word);
  for (int i = 0; i < type.value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor& value = *type.value(i);
    if (value.number() != 0 && (EnumWord(value) == wanted || folded(value.name()) == wanted)) {
      return static_cast<E>(value.number());
    }
  }
  return absl::nullopt;
}

// Returns the values for the words of `option`, which may be several with commas in between, or
// nothing if the option was not given. Returns a usage error that lists the words if one is wrong.
template <typename E>
absl::StatusOr<std::vector<E>> ParseEnumOption(const Arguments& arguments,
                                               absl::string_view option) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> words, arguments.GetList(option));
  std::vector<E> values;
  for (const std::string& word : words) {
    const absl::optional<E> value = ParseEnumWord<E>(word);
    if (!value) {
      return UsageError(absl::StrCat("--", option, " must be ", absl::StrJoin(EnumWords<E>(), ", "),
                                     ", or several of these with commas in between, not '", word,
                                     "'"));
    }
    if (std::find(values.begin(), values.end(), *value) == values.end()) values.push_back(*value);
  }
  return values;
}

// Returns the names of enum values, for a filter.
template <typename E>
std::vector<std::string> EnumNames(const std::vector<E>& values) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const E value : values) {
    names.push_back(google::protobuf::GetEnumDescriptor<E>()->FindValueByNumber(value)->name());
  }
  return names;
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_ENUM_WORDS_H_
