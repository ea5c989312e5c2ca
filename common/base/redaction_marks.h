#ifndef JUMELAGE_COMMON_BASE_REDACTION_MARKS_H_
#define JUMELAGE_COMMON_BASE_REDACTION_MARKS_H_

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// The marks that replace redacted texts. The short mark, which is never longer than the replaced
// text, is used where the long mark would exceed the limit of a text or message.
inline constexpr absl::string_view kRedactedText = "[redacted]";
inline constexpr absl::string_view kShortRedactedText = "*";

// Whether a part of `text` may have been redacted. Two such texts that are equal now may have
// differed before, so no rule treats them as repetitions.
inline bool MayBeRedacted(absl::string_view text) {
  return absl::StrContains(text, kRedactedText) || absl::StrContains(text, kShortRedactedText);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_REDACTION_MARKS_H_
