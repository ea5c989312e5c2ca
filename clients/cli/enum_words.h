#ifndef JUMELAGE_CLIENTS_CLI_ENUM_WORDS_H_
#define JUMELAGE_CLIENTS_CLI_ENUM_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
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

// Returns the value for `word`, or nullopt if there is none. Ignores case, and treats "_" as "-".
template <typename E>
absl::optional<E> ParseEnumWord(absl::string_view word) {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<E>();
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", "-"}});
  for (int i = 0; i < type.value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor& value = *type.value(i);
    if (value.number() != 0 && EnumWord(value) == wanted) return static_cast<E>(value.number());
  }
  return absl::nullopt;
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_ENUM_WORDS_H_
