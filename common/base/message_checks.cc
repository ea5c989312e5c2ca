#include "common/base/message_checks.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The well-formed UTF-8 byte sequences (Unicode 15, table 3-7): first byte, what the second may be,
// and the length.
struct Utf8Form {
  unsigned char first_low, first_high, second_low, second_high;
  int length;
};
constexpr Utf8Form kUtf8Forms[] = {
    {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

bool Within(char c, unsigned char low, unsigned char high) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= low && byte <= high;
}

// The length of the character that `text` begins with, or 0 if it is malformed.
int CharacterLength(absl::string_view text) {
  for (const Utf8Form& form : kUtf8Forms) {
    if (!Within(text[0], form.first_low, form.first_high)) continue;
    if (text.size() < static_cast<size_t>(form.length)) return 0;
    if (form.length > 1 && !Within(text[1], form.second_low, form.second_high)) return 0;
    for (int i = 2; i < form.length; ++i) {
      if (!Within(text[i], 0x80, 0xbf)) return 0;
    }
    return form.length;
  }
  return 0;
}

class Checker {
 public:
  Checker(const MessageLimits& limits, Violations* violations)
      : limits_(limits), violations_(violations) {}

  void Check(const std::string& path, const Message& message, int depth) {
    if (depth > kMaxMessageDepth) {
      violations_->Add(path, "is nested too deeply");
      return;
    }
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_repeated()) {
        CheckRepeated(path, message, *field, depth);
      } else {
        CheckSingular(path, message, *field, depth);
      }
    }
  }

 private:
  void CheckSingular(const std::string& path, const Message& message, const FieldDescriptor& field,
                     int depth) {
    const Reflection& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Check(FieldPath(path, field.name()), reflection.GetMessage(message, &field), depth + 1);
    } else if (field.type() == FieldDescriptor::TYPE_STRING) {
      std::string scratch;
      CheckString(path, field, -1, reflection.GetStringReference(message, &field, &scratch));
    }
  }

  void CheckRepeated(const std::string& path, const Message& message, const FieldDescriptor& field,
                     int depth) {
    const Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, &field);
    if (size > limits_.entries) {
      violations_->Add(
          FieldPath(path, field.name()),
          absl::StrCat("has ", size, " entries; at most ", limits_.entries, " are allowed"));
      return;
    }
    std::string scratch;
    for (int i = 0; i < size; ++i) {
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Check(absl::StrCat(FieldPath(path, field.name()), "[", i, "]"),
              reflection.GetRepeatedMessage(message, &field, i), depth + 1);
      } else if (field.type() == FieldDescriptor::TYPE_STRING) {
        CheckString(path, field, i,
                    reflection.GetRepeatedStringReference(message, &field, i, &scratch));
      }
    }
  }

  // Builds the path only for a violation: nearly all strings pass. `index` is -1 for a singular
  // field.
  void CheckString(const std::string& path, const FieldDescriptor& field, int index,
                   const std::string& text) {
    const bool is_name = field.name() == "name" || absl::EndsWith(field.name(), "_name");
    const int64_t limit = is_name ? limits_.name : limits_.text;
    const int64_t length = CountCharacters(text);
    if (length >= 0 && length <= limit) return;
    violations_->Add(
        absl::StrCat(FieldPath(path, field.name()), index < 0 ? "" : absl::StrCat("[", index, "]")),
        length < 0 ? "is not valid UTF-8"
                   : absl::StrCat("has ", length, " characters; at most ", limit, " are allowed"));
  }

  const MessageLimits& limits_;
  Violations* const violations_;
};

}  // namespace

int64_t CountCharacters(absl::string_view text) {
  int64_t count = 0;
  while (!text.empty()) {
    const int length = CharacterLength(text);
    if (length == 0) return -1;
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

void CheckMessage(absl::string_view field, const Message& message, const MessageLimits& limits,
                  Violations* violations) {
  Checker(limits, violations).Check(std::string(field), message, 1);
  const auto bytes = static_cast<int64_t>(message.ByteSizeLong());
  if (bytes > limits.bytes) {
    violations->Add(
        field, absl::StrCat("takes ", bytes, " bytes; at most ", limits.bytes, " are allowed"));
  }
}

}  // namespace jumelage
