#include "registry_service/storage/conditions.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::DisagreementReason;

// Returns `count` SQL parameters, separated by commas: "?, ?".
std::string Marks(size_t count) {
  return absl::StrJoin(std::vector<std::string>(count, "?"), ", ");
}

// Selects the resources that refer to `name`, or to another name of the same resource, from a field
// that the condition `path` selects.
Condition Names(const char* table, const char* path, const std::string& name) {
  return {absl::StrCat("id IN (SELECT owner FROM ", table, " WHERE target IN ", SqlNamesOf("?"),
                       " AND ", path, ")"),
          {name}};
}

// Selects the states of a twinning that are possible on a day. The caller appends a condition on
// the state and the closing bracket.
constexpr char kStatesOnDay[] =
    "EXISTS (SELECT 1 FROM twinning_states s WHERE s.owner = twinnings.id AND s.first_day <= ? AND "
    "s.last_day >= ? AND s.state ";

}  // namespace

int64_t NumberOfDay(absl::CivilDay day) {
  return static_cast<int64_t>(day.year()) * 10000 + int64_t{day.month()} * 100 + day.day();
}

Condition InStateOnDay(const TwinningStates& wanted, absl::CivilDay day, bool include_possible) {
  const std::string states = absl::StrCat("IN (", Marks(wanted.size()), "))");
  Condition condition = {absl::StrCat(kStatesOnDay, states), {}};
  const auto bind = [&] {
    condition.values.insert(condition.values.end(), 2, NumberOfDay(day));
    for (const auto state : wanted) condition.values.emplace_back(static_cast<int64_t>(state));
  };
  bind();
  if (!include_possible) {
    absl::StrAppend(&condition.sql, " AND NOT ", kStatesOnDay, "NOT ", states);
    bind();
  }
  return condition;
}

Condition InForceOnDay(absl::CivilDay day, bool include_possible) {
  const int64_t number = NumberOfDay(day);
  return {include_possible ? "possibly_from <= ? AND possibly_until >= ?"
                           : "certainly_from <= ? AND certainly_until >= ?",
          {number, number}};
}

Condition KindIn(const google::protobuf::RepeatedField<int>& kinds) {
  return ValueIn("kind", kinds);
}

Condition StateIn(const google::protobuf::RepeatedField<int>& states) {
  return ValueIn("state", states);
}

Condition HasSide(const std::string& city) {
  return Names("twinning_references", "path = 'sides.city'", city);
}

Condition HasParty(const std::string& party) {
  return Names("agreement_references", "path LIKE 'parties.%'", party);
}

Condition HasMember(const std::string& member) {
  return Names("organization_references", "path LIKE 'members.%'", member);
}

int64_t DisagreementBit(DisagreementReason::Kind kind) { return int64_t{1} << kind; }

Condition DisagreesIn(const std::vector<DisagreementReason::Kind>& kinds) {
  int64_t wanted = kinds.empty() ? ~int64_t{0} : 0;
  for (const DisagreementReason::Kind kind : kinds) wanted |= DisagreementBit(kind);
  // Lists every value of the column that has a wanted bit, so that the index on the column can be
  // used. Few twinnings have disagreements.
  std::vector<sqlite::Value> values;
  for (int64_t bits = 1; bits < 2 * DisagreementBit(DisagreementReason::Kind_MAX); ++bits) {
    if ((bits & wanted) != 0) values.emplace_back(bits);
  }
  return {absl::StrCat("disagreements IN (", Marks(values.size()), ")"), values};
}

}  // namespace jumelage
