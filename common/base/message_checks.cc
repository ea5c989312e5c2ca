#include "common/base/message_checks.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/field_plan.h"
#include "common/base/utf8.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Everything else is within its bounds by its type.
bool HasBounds(const FieldDescriptor& field) {
  return field.is_repeated() || field.type() == FieldDescriptor::TYPE_STRING;
}

// Where the check is. Becomes text only for a violation: nearly all messages have none.
struct Place {
  const Place* parent;
  absl::string_view field;
  // Of an entry of a repeated field, else -1.
  int index = -1;

  std::string ToString() const {
    std::string text =
        parent == nullptr ? std::string(field) : FieldPath(parent->ToString(), field);
    if (index >= 0) absl::StrAppend(&text, "[", index, "]");
    return text;
  }
};

class Checker {
 public:
  Checker(const MessageLimits& limits, Violations* violations)
      : limits_(limits), violations_(violations) {}

  void Check(const Place& place, const Message& message, int depth) {
    if (depth > kMaxMessageDepth) {
      violations_->Add(place.ToString(), "is nested too deeply");
      return;
    }
    thread_local FieldPlan plan(&HasBounds);
    const Reflection& reflection = *message.GetReflection();
    for (const FieldDescriptor* field : plan.Of(message.GetDescriptor())) {
      if (!IsSet(reflection, message, field)) continue;
      if (field->is_repeated()) {
        CheckRepeated(place, message, reflection, *field, depth);
      } else {
        CheckSingular(place, message, reflection, *field, depth);
      }
    }
  }

 private:
  void CheckSingular(const Place& parent, const Message& message, const Reflection& reflection,
                     const FieldDescriptor& field, int depth) {
    const Place place{&parent, field.name()};
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Check(place, reflection.GetMessage(message, &field), depth + 1);
    } else if (field.type() == FieldDescriptor::TYPE_STRING) {
      std::string scratch;
      CheckString(place, reflection.GetStringReference(message, &field, &scratch));
    }
  }

  void CheckRepeated(const Place& parent, const Message& message, const Reflection& reflection,
                     const FieldDescriptor& field, int depth) {
    const int size = reflection.FieldSize(message, &field);
    if (size > limits_.entries) {
      violations_->Add(
          Place{&parent, field.name()}.ToString(),
          absl::StrCat("has ", size, " entries; at most ", limits_.entries, " are allowed"));
      return;
    }
    std::string scratch;
    for (int i = 0; i < size; ++i) {
      const Place place{&parent, field.name(), i};
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Check(place, reflection.GetRepeatedMessage(message, &field, i), depth + 1);
      } else if (field.type() == FieldDescriptor::TYPE_STRING) {
        CheckString(place, reflection.GetRepeatedStringReference(message, &field, i, &scratch));
      }
    }
  }

  void CheckString(const Place& place, const std::string& text) {
    const bool is_name = place.field == "name" || absl::EndsWith(place.field, "_name");
    const int64_t limit = is_name ? limits_.name : limits_.text;
    const int64_t length = CountCharacters(text);
    if (length >= 0 && length <= limit) return;
    violations_->Add(
        place.ToString(),
        length < 0 ? "is not valid UTF-8"
                   : absl::StrCat("has ", length, " characters; at most ", limit, " are allowed"));
  }

  const MessageLimits& limits_;
  Violations* const violations_;
};

}  // namespace

void CheckMessage(absl::string_view field, const Message& message, const MessageLimits& limits,
                  Violations* violations) {
  Checker(limits, violations).Check(Place{nullptr, field}, message, 1);
  const auto bytes = static_cast<int64_t>(message.ByteSizeLong());
  if (bytes > limits.bytes) {
    violations->Add(
        field, absl::StrCat("takes ", bytes, " bytes; at most ", limits.bytes, " are allowed"));
  }
}

}  // namespace jumelage
