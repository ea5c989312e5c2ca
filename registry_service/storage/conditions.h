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

// Conditions on rows of the registry's tables that need more than a column and a value. They are
// exact: they select the same resources as the functions in domain. Pure.
namespace jumelage {

// Days in columns are numbers such as 20070615. An open beginning is 0, and an open end is
// kAfterAllDays.
inline constexpr int64_t kAfterAllDays = 99999999;
int64_t NumberOfDay(absl::CivilDay day);

// Selects twinnings that were certainly in one of the `wanted` states on `day` (SelectOnDay). With
// `include_possible`, also those that may have been. Reads a few rows for each twinning that the
// rest of the query selects.
Condition InStateOnDay(const TwinningStates& wanted, absl::CivilDay day, bool include_possible);

// Selects agreements that were certainly in force on `day` (InForce). With `include_possible`, also
// those that may have been.
Condition InForceOnDay(absl::CivilDay day, bool include_possible);

// Select rows whose column `kind` or `state` has one of the values.
Condition KindIn(const google::protobuf::RepeatedField<int>& kinds);
Condition StateIn(const google::protobuf::RepeatedField<int>& states);

// Select twinnings with a side of the city, agreements with the party, or organizations with the
// member. A resource is found under any of its names, including those merged into it.
Condition HasSide(const std::string& city);
Condition HasParty(const std::string& party);
Condition HasMember(const std::string& member);

// The bit of a kind in the column `disagreements`.
int64_t DisagreementBit(registry::v1::DisagreementReason::Kind kind);
// Selects twinnings with a disagreement of one of the kinds, or of any kind if `kinds` is empty.
Condition DisagreesIn(const std::vector<registry::v1::DisagreementReason::Kind>& kinds);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_CONDITIONS_H_
