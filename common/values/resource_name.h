#ifndef JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_
#define JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "common/base/violations.h"

namespace jumelage {

// Resource names (AIP-122) are "cities/belfort", or below another resource, their parent,
// "projects/wells/transactions/first-payment". An id is a DNS label that begins with a letter:
// [a-z]([a-z0-9-]{0,61}[a-z0-9])?
//
// A `collection` is the pattern of a type's names without the last id: "cities",
// "projects/*/transactions". Its last segment ("transactions") names the type within a service.
bool IsResourceId(absl::string_view id);

// The id in `name`, the last one, if that is a name of `collection`; it points into `name`.
absl::optional<absl::string_view> ParseResourceName(absl::string_view name,
                                                    absl::string_view collection);

// "cities/belfort" of a collection without a parent.
std::string ResourceName(absl::string_view collection, absl::string_view id);
// The name of a resource of `collection` below `parent`, which is empty where the collection has
// no parent.
std::string ResourceName(absl::string_view parent, absl::string_view collection,
                         absl::string_view id);

// The last segment of a collection: "transactions" of "projects/*/transactions".
absl::string_view LastSegment(absl::string_view collection);
// The segment before the last id of a name, which is the last segment of its collection:
// "transactions" of "projects/wells/transactions/first-payment". Empty for what is no name.
absl::string_view SegmentOf(absl::string_view name);
// The collection of the parents of the resources of `collection`: "projects" of
// "projects/*/transactions". Empty where they have none.
absl::string_view ParentCollection(absl::string_view collection);
// The parent's name: "projects/wells" of "projects/wells/transactions/first-payment". Empty where
// there is none.
absl::string_view ParentName(absl::string_view name);

// What names of a collection look like: "projects/ID/transactions/ID".
std::string NameShape(absl::string_view collection);

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
