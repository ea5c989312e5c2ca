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

class Checker {
 public:
  Checker(const MessageLimits& limits, Violations* violations)
      : limits_(limits), violations_(violations) {}

  void Check(const std::string& path, const Message& message, int depth) {
    if (depth > kMaxMessageDepth) {
      violations_->Add(path, "is nested too deeply");
      return;
    }
    thread_local FieldPlan plan(&HasBounds);
    for (const FieldDescriptor* field : plan.Of(message.GetDescriptor())) {
      if (!IsSet(message, field)) continue;
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
