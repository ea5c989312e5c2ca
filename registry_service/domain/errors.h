#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace jumelage {

// Returns FAILED_PRECONDITION, reason NOT_ATTESTED: `city` has not attested the twinning `name`.
absl::Status NotAttestedError(absl::string_view name, absl::string_view city);

// Returns ALREADY_EXISTS, reason TWINNING_DUPLICATE: the twinning `existing`, which is of the same
// kind and neither ended nor deleted, already links the same pair of cities.
absl::Status TwinningDuplicateError(absl::string_view existing);

// Returns FAILED_PRECONDITION, reason TWINNINGS_CLASH: a merge, or undoing a merge, would leave
// twinnings that cannot coexist. The twinnings in `with_itself` would link a city with itself.
// Those in `duplicates` would link a pair of cities that another twinning of the same kind links.
absl::Status TwinningsClashError(const std::vector<std::string>& with_itself,
                                 const std::vector<std::string>& duplicates);

// Returns FAILED_PRECONDITION, reason PARENT_CIRCLE: `city` would be a part of itself.
absl::Status CityParentCircleError(absl::string_view city);

// Returns FAILED_PRECONDITION, reason MEMBER_OF_ITSELF: `organization` would be a member of itself.
absl::Status MemberOfItselfError(absl::string_view organization);

// Returns FAILED_PRECONDITION, reason TOO_MANY_CITIES: more than `most` cities would be compared.
absl::Status TooManyCitiesError(int most);

// Returns INVALID_ARGUMENT, reason FIELD_INVALID: with the given `parent`, the city would be a part
// of itself.
absl::Status CityCircleError(absl::string_view parent);

// Returns RESOURCE_EXHAUSTED, reason COMPUTATION_TOO_LONG: the computation of a network query was
// stopped after `limit`.
absl::Status ComputationTooLongError(absl::Duration limit);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_ERRORS_H_
