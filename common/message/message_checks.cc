#include "common/message/message_checks.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/message/field_plan.h"
#include "common/message/wire.h"

namespace jumelage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whether the values of `field` must be checked. The values of all other fields are bounded by
// their types.
bool HasBounds(const FieldDescriptor& field) {
  return field.is_repeated() || field.type() == FieldDescriptor::TYPE_STRING;
}

// The place in a message that is being checked. It is converted to text only for violations,
// because nearly all messages have none.
struct Place {
  const Place* parent;
  absl::string_view field;
  // The index of an entry in a repeated field, otherwise -1.
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

  void Check(const Place& place, const FieldPlan::Type& type, absl::string_view message,
             int depth) {
    if (depth > kMaxMessageDepth) {
      violations_->Add(place.ToString(), "is nested too deeply");
      return;
    }
    WireReader reader(message);
    size_t at = 0;
    // The current repeated field, and whether its number of entries is within the limit.
    const FieldPlan::Step* repeated = nullptr;
    int index = 0;
    bool few_enough = true;
    while (reader.Next()) {
      const FieldPlan::Step* const step = type.Find(reader.number(), &at);
      if (step == nullptr) continue;
      if (!step->repeated) {
        CheckValue({&place, step->field->name()}, *step, reader.value(), depth);
        continue;
      }
      if (step != std::exchange(repeated, step)) {
        index = 0;
        few_enough = CheckEntries(place, *step, message);
      }
      if (!few_enough) continue;
      CheckValue({&place, step->field->name(), index++}, *step, reader.value(), depth);
    }
  }

 private:
  // Adds a violation and returns false if a repeated field has too many entries.
  bool CheckEntries(const Place& parent, const FieldPlan::Step& step, absl::string_view message) {
    // Each entry takes at least one byte.
    if (message.size() <= static_cast<size_t>(limits_.entries)) return true;
    const int64_t entries = CountEntries(step, message);
    if (entries <= limits_.entries) return true;
    violations_->Add(
        Place{&parent, step.field->name()}.ToString(),
        absl::StrCat("has ", entries, " entries; at most ", limits_.entries, " are allowed"));
    return false;
  }

  static int64_t CountEntries(const FieldPlan::Step& step, absl::string_view message) {
    int64_t entries = 0;
    for (WireReader reader(message); reader.Next();) {
      if (reader.number() != step.field->number()) continue;
      entries += step.field->is_packed() ? PackedEntries(*step.field, reader.value()) : 1;
    }
    return entries;
  }

  static int64_t PackedEntries(const FieldDescriptor& field, absl::string_view value) {
    switch (field.type()) {
      case FieldDescriptor::TYPE_DOUBLE:
      case FieldDescriptor::TYPE_FIXED64:
      case FieldDescriptor::TYPE_SFIXED64:
        return static_cast<int64_t>(value.size() / sizeof(uint64_t));
      case FieldDescriptor::TYPE_FLOAT:
      case FieldDescriptor::TYPE_FIXED32:
      case FieldDescriptor::TYPE_SFIXED32:
        return static_cast<int64_t>(value.size() / sizeof(uint32_t));
      default:
        // The highest bit is clear only in the last byte of each number.
        return std::count_if(value.begin(), value.end(),
                             [](char byte) { return (static_cast<uint8_t>(byte) & 0x80) == 0; });
    }
  }

  void CheckValue(const Place& place, const FieldPlan::Step& step, absl::string_view value,
                  int depth) {
    if (step.type != nullptr) {
      Check(place, *step.type, value, depth + 1);
    } else if (step.field->type() == FieldDescriptor::TYPE_STRING) {
      CheckString(place, value);
    }
  }

  void CheckString(const Place& place, absl::string_view text) {
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

// Returns the number of bytes in the fields of a resource that the service maintains.
int64_t KeptBesides(const Descriptor* type, absl::string_view bytes) {
  constexpr absl::string_view kFields[] = {
      "name", "etag", "revision", "create_time", "update_time", "delete_time", "merged_into"};
  int64_t kept = 0;
  for (WireReader reader(bytes); reader.Next();) {
    const FieldDescriptor* const field = type->FindFieldByNumber(reader.number());
    if (field == nullptr) continue;
    const bool counts =
        std::find(std::begin(kFields), std::end(kFields), field->name()) == std::end(kFields);
    if (!counts) kept += static_cast<int64_t>(reader.field().size());
  }
  return kept;
}

}  // namespace

void CheckMessage(absl::string_view field, const Message& message, const MessageLimits& limits,
                  Violations* violations) {
  thread_local FieldPlan plan(&HasBounds);
  const std::string bytes = message.SerializePartialAsString();
  Checker(limits, violations)
      .Check(Place{nullptr, field}, plan.Of(message.GetDescriptor()), bytes, 1);
  CheckSize(field, message.GetDescriptor(), bytes, limits, violations);
}

void CheckSize(absl::string_view field, const Descriptor* type, absl::string_view bytes,
               const MessageLimits& limits, Violations* violations) {
  // Nearly all messages are far below the limit.
  if (static_cast<int64_t>(bytes.size()) <= limits.bytes) return;
  const int64_t content = static_cast<int64_t>(bytes.size()) - KeptBesides(type, bytes);
  if (content <= limits.bytes) return;
  violations->Add(
      field, absl::StrCat("takes ", content, " bytes; at most ", limits.bytes, " are allowed"));
}

}  // namespace jumelage
