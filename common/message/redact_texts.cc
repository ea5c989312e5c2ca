#include "common/message/redact_texts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/message/field_behavior.h"
#include "google/api/resource.pb.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool HoldsText(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING || field.name() == "etag" ||
      field.options().HasExtension(google::api::resource_reference) ||
      field.containing_type() == type::v1::ExternalId::descriptor()) {
    return false;
  }
  return !Behaves(field, google::api::OUTPUT_ONLY) && !Behaves(field, google::api::IDENTIFIER);
}

bool RedactText(absl::Span<const std::string> texts, std::string* text) {
  std::vector<std::pair<absl::string_view, absl::string_view>> replacements;
  for (const std::string& given : texts) replacements.emplace_back(given, kRedactedText);
  return absl::StrReplaceAll(replacements, text) > 0;
}

bool RedactField(absl::Span<const std::string> texts, const FieldDescriptor& field,
                 Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const bool repeated = field.is_repeated();
  const int size = repeated ? reflection.FieldSize(*message, &field) : 1;
  bool changed = false;
  for (int i = 0; i < size; ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message* const part = repeated ? reflection.MutableRepeatedMessage(message, &field, i)
                                     : reflection.MutableMessage(message, &field);
      changed = RedactTexts(texts, part) || changed;
      continue;
    }
    std::string text = repeated ? reflection.GetRepeatedString(*message, &field, i)
                                : reflection.GetString(*message, &field);
    if (!RedactText(texts, &text)) continue;
    changed = true;
    if (repeated) {
      reflection.SetRepeatedString(message, &field, i, std::move(text));
    } else {
      reflection.SetString(message, &field, std::move(text));
    }
  }
  return changed;
}

}  // namespace

bool ContainsAny(absl::string_view bytes, absl::Span<const std::string> texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return absl::StrContains(bytes, text); });
}

bool RedactTexts(absl::Span<const std::string> texts, Message* message) {
  std::vector<const FieldDescriptor*> set;
  message->GetReflection()->ListFields(*message, &set);
  bool changed = false;
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE || HoldsText(*field)) {
      changed = RedactField(texts, *field, message) || changed;
    }
  }
  return changed;
}

}  // namespace jumelage
