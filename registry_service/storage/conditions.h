#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_CONDITIONS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_CONDITIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/view/list_query.h"
#include "google/protobuf/repeated_field.h"
#include "jumelage/registry/v1/disagreement.pb.h"
#include "registry_service/domain/states_on_day.h"

// Conditions on rows of the registry's tables that are not just comparisons of a column with a
// value. A condition that corresponds to a function in domain selects exactly the same resources as
// that function. Pure.
namespace jumelage {

// Columns store days as numbers such as 20070615. An open beginning is stored as 0, an open end as
// kAfterAllDays.
inline constexpr int64_t kAfterAllDays = 99999999;
int64_t NumberOfDay(absl::CivilDay day);

// Selects twinnings that were certainly in one of the `wanted` states on `day` (SelectOnDay). With
// `include_possible`, also selects those that may have been. Reads a few rows for each twinning
// that the rest of the query selects.
Condition InStateOnDay(const TwinningStates& wanted, absl::CivilDay day, bool include_possible);

// Selects agreements that were certainly in force on `day` (InForce). With `include_possible`, also
// selects those that may have been.
Condition InForceOnDay(absl::CivilDay day, bool include_possible);

// Select rows whose column `kind` or `state` has one of the values.
Condition KindIn(const google::protobuf::RepeatedField<int>& kinds);
Condition StateIn(const google::protobuf::RepeatedField<int>& states);

// Select the twinnings that have the city as a side, the agreements that have the party, or the
// organizations that have the member. References match under any name of the resource, including
// the names of resources that were merged into it.
Condition HasSide(const std::string& city);
Condition HasParty(const std::string& party);
Condition HasMember(const std::string& member);

// Returns the bit that stands for a kind in the column `disagreements`.
int64_t DisagreementBit(registry::v1::DisagreementReason::Kind kind);
// Selects twinnings with a disagreement of one of the kinds, or of any kind if `kinds` is empty.
Condition DisagreesIn(const std::vector<registry::v1::DisagreementReason::Kind>& kinds);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_CONDITIONS_H_
