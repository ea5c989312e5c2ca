#ifndef JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_
#define JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace jumelage {

// Replaces an address (the value of a field `uri`) that contains one of the texts.
inline constexpr absl::string_view kRedactedUri = "https://redacted.invalid/";
// The limits of all texts allow at least this many characters.
inline constexpr int64_t kAlwaysFits = 100;

// Whether `bytes` contains one of `texts`. `bytes` may be a serialized message, because it contains
// its strings unchanged.
bool ContainsAny(absl::string_view bytes, absl::Span<const std::string> texts);

// Replaces each of `texts`, none of which may be empty, in the texts of `message`, at any depth,
// with kRedactedText (common/base/redaction_marks.h). If two of them begin at the same place, the
// longer one is replaced. An address that contains one of them becomes kRedactedUri. These string
// fields stay unchanged: names of resources, references to entries, fields that only the server
// sets, etags, external ids and codes (of languages, countries, regions, sectors and targets).
//
// Uses kShortRedactedText wherever kRedactedText would make a text grow beyond kAlwaysFits
// characters, and throughout if the message would otherwise grow beyond kMaxResourceBytes. Returns
// whether anything changed. Pure.
bool RedactTexts(absl::Span<const std::string> texts, google::protobuf::Message* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_REDACT_TEXTS_H_
