#ifndef JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_
#define JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace jumelage {

// What stands where a text was taken out.
inline constexpr absl::string_view kRedactedText = "[redacted]";

// Whether `bytes` (serialized messages too: strings stand in them as they are) have one of `texts`.
bool ContainsAny(absl::string_view bytes, absl::Span<const std::string> texts);

// Puts kRedactedText for each of `texts` wherever it stands in a text of `message`, at any depth;
// where two begin at one place, for the longer. Left as they are: what names resources, what the
// server alone sets, etags and external ids. Whether anything changed. Pure.
bool RedactTexts(absl::Span<const std::string> texts, google::protobuf::Message* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_
