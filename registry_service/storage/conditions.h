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

// Conditions on rows of the registry's tables that take more than a column and a value. They are
// exact: what they select is what the domain's functions tell of the resource. Pure.
namespace jumelage {

// Days in columns are numbers such as 20070615, an open beginning 0, an open end this.
inline constexpr int64_t kAfterAllDays = 99999999;
int64_t NumberOfDay(absl::CivilDay day);

// Twinnings that were certainly in one of the `wanted` states on `day` (SelectOnDay); with
// `include_possible` also those that may have been. Looks up a few rows for each twinning that the
// rest of a query leaves.
Condition InStateOnDay(const TwinningStates& wanted, absl::CivilDay day, bool include_possible);

// Agreements that were certainly in force on `day` (InForce); with `include_possible` also those
// that may have been.
Condition InForceOnDay(absl::CivilDay day, bool include_possible);

// Rows of which the column `kind` or `state` has one of the values.
Condition KindIn(const google::protobuf::RepeatedField<int>& kinds);
Condition StateIn(const google::protobuf::RepeatedField<int>& states);

// Twinnings with a side of the city; agreements with the party; organizations with the member; by
// any of its names, where others were merged into it.
Condition HasSide(const std::string& city);
Condition HasParty(const std::string& party);
Condition HasMember(const std::string& member);

// The bit of a kind in the column `disagreements`.
int64_t DisagreementBit(registry::v1::DisagreementReason::Kind kind);
// Twinnings with a disagreement of one of the kinds; of any when none is named.
Condition DisagreesIn(const std::vector<registry::v1::DisagreementReason::Kind>& kinds);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_CONDITIONS_H_
