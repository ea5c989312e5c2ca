#include "registry_service/service/partner_query.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/uncertain_date.h"
#include "common/base/violations.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/partners.h"
#include "registry_service/domain/twinning_rules.h"
#include "registry_service/storage/links.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::Partner;
using registry::v1::QueryPartnersRequest;
using registry::v1::QueryPartnersResponse;
using registry::v1::Twinning;

// Values of an enum, each known, stated and once.
template <typename IsValid>
void CheckWanted(absl::string_view field, const google::protobuf::RepeatedField<int>& values,
                 IsValid is_valid, Violations* violations) {
  std::set<int> seen;
  for (int i = 0; i < values.size(); ++i) {
    const std::string path = Indexed(field, i);
    CheckRequiredEnum(path, values[i], is_valid(values[i]), violations);
    if (!seen.insert(values[i]).second) violations->Add(path, "is there twice");
  }
}

TwinningStates WantedStates(const QueryPartnersRequest& request) {
  if (request.states().empty()) {
    return {Twinning::STATE_ACTIVE, Twinning::STATE_DORMANT, Twinning::STATE_SUSPENDED};
  }
  TwinningStates wanted;
  for (int i = 0; i < request.states_size(); ++i) wanted.insert(request.states(i));
  return wanted;
}

bool IsWantedKind(const QueryPartnersRequest& request, Twinning::Kind kind) {
  if (request.kinds().empty()) return true;
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (request.kinds(i) == kind) return true;
  }
  return false;
}

std::optional<Selection> Select(const QueryPartnersRequest& request, const Twinning& twinning) {
  if (!IsWantedKind(request, twinning.kind())) return std::nullopt;
  const TwinningStates wanted = WantedStates(request);
  if (!request.has_day()) return SelectNow(twinning, wanted);
  const std::optional<absl::CivilDay> day = ToCivilDay(request.day());
  if (!day) return std::nullopt;
  const std::optional<Selection> selection = SelectOnDay(twinning, *day, wanted);
  const bool certain = selection && selection->certainty == Partner::CERTAINTY_CERTAIN;
  return certain || request.include_possible() ? selection : std::nullopt;
}

// `city` and `recorded_as` are the names that the record has for the two cities.
Partner ToPartner(const std::string& city, const Twinning& twinning, const Selection& selection,
                  const std::string& recorded_as, const City& other) {
  Partner partner;
  partner.set_twinning(twinning.name());
  partner.set_kind(twinning.kind());
  partner.mutable_city()->set_city(other.name());
  partner.mutable_city()->set_display_name(other.display_name());
  partner.mutable_city()->set_country(other.country());
  if (recorded_as != other.name()) partner.mutable_city()->set_recorded_as(recorded_as);
  const type::v1::UncertainDate* since = LinkedSince(twinning, city);
  if (since != nullptr) *partner.mutable_since() = *since;
  partner.set_state(selection.state);
  partner.set_certainty(selection.certainty);
  const registry::v1::TwinningSide* side = SideOf(twinning, city);
  if (side != nullptr) partner.set_priority(side->priority());
  return partner;
}

}  // namespace

absl::Status ValidateQueryPartners(const QueryPartnersRequest& request) {
  Violations violations;
  CheckResourceName("city", request.city(), "cities", &violations);
  if (request.has_day() && !ToCivilDay(request.day())) {
    violations.Add("day", "must be a whole day of the calendar");
  }
  if (request.include_possible() && !request.has_day()) {
    violations.Add("include_possible", "needs a day");
  }
  CheckWanted("kinds", request.kinds(), Twinning::Kind_IsValid, &violations);
  CheckWanted("states", request.states(), Twinning::State_IsValid, &violations);
  return violations.ToStatus();
}

absl::Status QueryPartnersIn(const RegistryTables& tables, const Snapshot& snapshot,
                             const QueryPartnersRequest& request, QueryPartnersResponse* response) {
  JUMELAGE_RETURN_IF_ERROR(tables.cities().Get(snapshot.db, request.city()).status());
  JUMELAGE_ASSIGN_OR_RETURN(const std::string city, ResolveName(snapshot.db, request.city()));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Twinning> twinnings, TwinningsOf(snapshot.db, city));
  std::vector<Partner> partners;
  for (const Twinning& twinning : twinnings) {
    const std::optional<Selection> selection = Select(request, twinning);
    if (!selection) continue;
    JUMELAGE_ASSIGN_OR_RETURN(const auto cities, CitiesOf(snapshot.db, twinning));
    // What ended before its two cities became one.
    if (cities.first == cities.second) continue;
    const int own = cities.first == city ? 0 : 1;
    JUMELAGE_ASSIGN_OR_RETURN(
        const City other,
        tables.cities().Get(snapshot.db, own == 0 ? cities.second : cities.first));
    partners.push_back(ToPartner(twinning.sides(own).city(), twinning, *selection,
                                 twinning.sides(1 - own).city(), other));
  }
  for (auto& group : GroupByYear(std::move(partners))) {
    *response->add_groups() = std::move(group);
  }
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

}  // namespace jumelage
