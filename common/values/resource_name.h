#ifndef JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_
#define JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "common/base/violations.h"

namespace jumelage {

// A resource name (AIP-122) is, for example, "cities/belfort", or with a parent resource
// "projects/wells/transactions/first-payment". An id is a DNS label that begins with a letter:
// [a-z]([a-z0-9-]{0,61}[a-z0-9])?
//
// A `collection` is the pattern of a type's names without the last id: "cities",
// "projects/*/transactions". Its last segment ("transactions") names the type within a service.
bool IsResourceId(absl::string_view id);

// Returns the last id in `name` if `name` is a name of `collection`, otherwise nullopt. The result
// points into `name`.
absl::optional<absl::string_view> ParseResourceName(absl::string_view name,
                                                    absl::string_view collection);

// Returns the name of a resource of a collection without a parent: "cities/belfort".
std::string ResourceName(absl::string_view collection, absl::string_view id);
// Returns the name of a resource of `collection` below `parent`. `parent` is empty if the
// collection has no parent.
std::string ResourceName(absl::string_view parent, absl::string_view collection,
                         absl::string_view id);

// Returns the last segment of a collection: "transactions" of "projects/*/transactions".
absl::string_view LastSegment(absl::string_view collection);
// Returns the segment before the last id of a name, which is the last segment of its collection:
// "transactions" of "projects/wells/transactions/first-payment". Empty if there is none.
absl::string_view SegmentOf(absl::string_view name);
// Returns the collection of the parents of the resources of `collection`: "projects" of
// "projects/*/transactions". Empty if they have none.
absl::string_view ParentCollection(absl::string_view collection);
// Returns the parent's name: "projects/wells" of "projects/wells/transactions/first-payment". Empty
// if there is none.
absl::string_view ParentName(absl::string_view name);

// Returns the form of the names of a collection: "projects/ID/transactions/ID".
std::string NameShape(absl::string_view collection);

// Returns true if `name` is a name of `collection`. Otherwise adds a violation on `field` (for an
// empty name: that it is required) and returns false.
bool CheckResourceName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations);
// The same for an id that the caller chose.
bool CheckResourceId(absl::string_view field, absl::string_view id, Violations* violations);
// The same for a request_id: a version 4 UUID (AIP-155), or empty.
bool CheckRequestId(absl::string_view field, absl::string_view request_id, Violations* violations);

// Returns the letters and digits of `folded` in lower case, with one hyphen for each run of other
// characters between them: "Ra'anana" gives "ra-anana". The text should have been folded to ASCII,
// because other characters count as separators. The result may be empty or begin with a digit.
std::string Slug(absl::string_view folded);

// Returns a valid id made of the slugs of `parts`, at most kMaxResourceIdLength long: {"FR",
// "belfort"} gives "fr-belfort". If the result does not begin with a letter, `prefix` (itself an
// id) is put in front of it. If all slugs are empty, the result is `prefix`.
std::string MakeResourceId(absl::Span<const absl::string_view> parts, absl::string_view prefix);

// Returns `id` with a number: "fr-belfort" and 2 give "fr-belfort-2". Shortens a long id to fit.
std::string NumberedResourceId(absl::string_view id, int number);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_RESOURCE_NAME_H_
