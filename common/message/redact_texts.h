#ifndef JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_
#define JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace jumelage {

// What becomes of an address that has one of the texts.
inline constexpr absl::string_view kRedactedUri = "https://redacted.invalid/";
// Every text may have so many characters.
inline constexpr int64_t kAlwaysFits = 100;

// Whether `bytes` (serialized messages too: strings stand in them as they are) have one of `texts`.
bool ContainsAny(absl::string_view bytes, absl::Span<const std::string> texts);

// Puts kRedactedText (common/base/redaction_marks.h) for each of `texts` wherever it stands in a text of `message`, at any depth;
// where two begin at one place, for the longer. An address becomes kRedactedUri as a whole. Left as
// they are: what names resources or entries, what the server alone sets, etags, external ids and
// codes (of languages, countries, regions, sectors and targets). No text becomes longer than it was
// and than kAlwaysFits, nor the message larger than it was and than a resource may be. Whether
// anything changed. Pure.
bool RedactTexts(absl::Span<const std::string> texts, google::protobuf::Message* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_
