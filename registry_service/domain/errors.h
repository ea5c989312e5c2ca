#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace jumelage {

// FAILED_PRECONDITION, reason NOT_ATTESTED: `city` has not attested the twinning `name`.
absl::Status NotAttestedError(absl::string_view name, absl::string_view city);

// ALREADY_EXISTS, reason TWINNING_DUPLICATE: the twinning `existing`, which is neither ended nor
// deleted, links the same pair in the same kind.
absl::Status TwinningDuplicateError(absl::string_view existing);

// FAILED_PRECONDITION, reason TWINNINGS_CLASH: after a merge or its end, the twinnings
// `with_itself` link a city with itself, and the twinnings `duplicates` link a pair that another
// one links in the same kind.
absl::Status TwinningsClashError(const std::vector<std::string>& with_itself,
                                 const std::vector<std::string>& duplicates);

// FAILED_PRECONDITION, reason PARENT_CIRCLE: `city` would be a part of itself.
absl::Status CityParentCircleError(absl::string_view city);

// FAILED_PRECONDITION, reason MEMBER_OF_ITSELF: `organization` would be a member of itself.
absl::Status MemberOfItselfError(absl::string_view organization);

// FAILED_PRECONDITION, reason TOO_MANY_CITIES: more than `most` cities would be compared.
absl::Status TooManyCitiesError(int most);

// INVALID_ARGUMENT, reason FIELD_INVALID: with `parent`, the city would be a part of itself.
absl::Status CityCircleError(absl::string_view parent);

// RESOURCE_EXHAUSTED, reason COMPUTATION_TOO_LONG: a question about the network was cancelled after
// `limit`.
absl::Status ComputationTooLongError(absl::Duration limit);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
