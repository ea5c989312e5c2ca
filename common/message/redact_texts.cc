#include "common/message/redact_texts.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/base/limits.h"
#include "common/base/redaction_marks.h"
#include "common/base/utf8.h"
#include "common/message/field_behavior.h"
#include "google/api/resource.pb.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Whether the values of a field have a form that a mark would break.
bool HoldsCode(const FieldDescriptor& field) {
  return absl::EndsWith(field.name(), "code") || field.name() == "country" ||
         field.name() == "region" || field.name() == "sdg_targets";
}

bool HoldsText(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING || HoldsCode(field) || field.name() == "etag" ||
      field.name() == "supersedes" || field.name() == "precedes" ||
      field.options().HasExtension(google::api::resource_reference) ||
      field.containing_type() == type::v1::ExternalId::descriptor()) {
    return false;
  }
  return !Behaves(field, google::api::OUTPUT_ONLY) && !Behaves(field, google::api::IDENTIFIER);
}

std::string Replaced(absl::Span<const std::string> texts, absl::string_view marker,
                     const std::string& text) {
  std::vector<std::pair<absl::string_view, absl::string_view>> replacements;
  for (const std::string& given : texts) replacements.emplace_back(given, marker);
  return absl::StrReplaceAll(text, replacements);
}

bool RedactText(absl::Span<const std::string> texts, absl::string_view marker, std::string* text) {
  if (!ContainsAny(*text, texts)) return false;
  std::string redacted = Replaced(texts, marker, *text);
  const int64_t fits = std::max(kAlwaysFits, CountCharacters(*text));
  if (CountCharacters(redacted) > fits) redacted = Replaced(texts, kShortRedactedText, *text);
  *text = std::move(redacted);
  return true;
}

bool RedactMessage(absl::Span<const std::string> texts, absl::string_view marker, Message* message);

bool RedactField(absl::Span<const std::string> texts, absl::string_view marker,
                 const FieldDescriptor& field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const bool repeated = field.is_repeated();
  const int size = repeated ? reflection.FieldSize(*message, &field) : 1;
  bool changed = false;
  for (int i = 0; i < size; ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message* const part = repeated ? reflection.MutableRepeatedMessage(message, &field, i)
                                     : reflection.MutableMessage(message, &field);
      changed = RedactMessage(texts, marker, part) || changed;
      continue;
    }
    std::string text = repeated ? reflection.GetRepeatedString(*message, &field, i)
                                : reflection.GetString(*message, &field);
    if (!RedactText(texts, marker, &text)) continue;
    // The replacement still has the form of an address, in a domain that never exists (RFC 2606).
    if (field.name() == "uri") text = std::string(kRedactedUri);
    changed = true;
    if (repeated) {
      reflection.SetRepeatedString(message, &field, i, std::move(text));
    } else {
      reflection.SetString(message, &field, std::move(text));
    }
  }
  return changed;
}

bool RedactMessage(absl::Span<const std::string> texts, absl::string_view marker,
                   Message* message) {
  std::vector<const FieldDescriptor*> set;
  message->GetReflection()->ListFields(*message, &set);
  bool changed = false;
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE || HoldsText(*field)) {
      changed = RedactField(texts, marker, *field, message) || changed;
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
  const auto size_now = [message] { return static_cast<int64_t>(message->ByteSizeLong()); };
  const int64_t fits = std::max(kMaxResourceBytes, size_now());
  const std::unique_ptr<Message> given(message->New());
  given->CopyFrom(*message);
  const bool changed = RedactMessage(texts, kRedactedText, message);
  if (size_now() <= fits) return changed;
  message->CopyFrom(*given);
  return RedactMessage(texts, kShortRedactedText, message);
}

}  // namespace jumelage
