#ifndef JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_
#define JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "common/base/violations.h"

namespace jumelage {

// Resource names are "COLLECTION/ID" (AIP-122): "cities/belfort". An id is a DNS label that begins
// with a letter: [a-z]([a-z0-9-]{0,61}[a-z0-9])?
bool IsResourceId(absl::string_view id);

// The id in `name` if that is a name of `collection`; it points into `name`.
absl::optional<absl::string_view> ParseResourceName(absl::string_view name,
                                                    absl::string_view collection);

// "COLLECTION/ID".
std::string ResourceName(absl::string_view collection, absl::string_view id);

// Adds a violation on `field` unless `name` is a name of `collection`; an empty one "is required".
// True when it is one.
bool CheckResourceName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations);
// The same for an id that the caller chose.
bool CheckResourceId(absl::string_view field, absl::string_view id, Violations* violations);
// The same for a request_id, which may be empty: a UUID of version 4 (AIP-155).
bool CheckRequestId(absl::string_view field, absl::string_view request_id, Violations* violations);

// Lower-case letters and digits of `folded`, each run of anything else between them one hyphen:
// "Ra'anana" gives "ra-anana". Text should have been folded to ASCII before; what is not ASCII
// counts as "anything else", so the result may be empty, and it may begin with a digit.
std::string Slug(absl::string_view folded);

// A valid id made of the slugs of `parts`, at most kMaxResourceIdLength long: {"FR", "belfort"}
// gives "fr-belfort". What does not begin with a letter gets `prefix` (itself an id) in front; with
// nothing left `prefix` is all.
std::string MakeResourceId(absl::Span<const absl::string_view> parts, absl::string_view prefix);

// `id` made different by a number: "fr-belfort" and 2 give "fr-belfort-2". Shortens a long one to
// fit.
std::string NumberedResourceId(absl::string_view id, int number);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_
