#ifndef JUMELAGE_COMMON_BASE_REDACTION_MARKS_H_
#define JUMELAGE_COMMON_BASE_REDACTION_MARKS_H_

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// What stands where a text was taken out, and what does where that would make a text or a message
// longer than it may be: this is never longer than what it stands for.
inline constexpr absl::string_view kRedactedText = "[redacted]";
inline constexpr absl::string_view kShortRedactedText = "*";

// Whether a text may have been taken out of `text`. Two such texts that are equal now may have
// differed: no rule takes them for one.
inline bool MayBeRedacted(absl::string_view text) {
  return absl::StrContains(text, kRedactedText) || absl::StrContains(text, kShortRedactedText);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_REDACTION_MARKS_H_
