#include "registry_service/service/queries/partner_query.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "registry_service/domain/partners.h"
#include "registry_service/domain/states_on_day.h"
#include "registry_service/domain/twinning_rules.h"
#include "registry_service/service/queries/city_summary.h"
#include "registry_service/storage/links.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::CitySummary;
using registry::v1::Partner;
using registry::v1::QueryPartnersRequest;
using registry::v1::QueryPartnersResponse;
using registry::v1::Twinning;

bool IsWantedKind(const QueryPartnersRequest& request, Twinning::Kind kind) {
  if (request.kinds().empty()) return true;
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (request.kinds(i) == kind) return true;
  }
  return false;
}

std::optional<Selection> Select(const QueryPartnersRequest& request, const Twinning& twinning) {
  if (!IsWantedKind(request, twinning.kind())) return std::nullopt;
  const TwinningStates wanted = WantedStates(request.states(), LastingStates());
  if (!request.has_day()) return SelectNow(twinning, wanted);
  const std::optional<absl::CivilDay> day = ToCivilDay(request.day());
  if (!day) return std::nullopt;
  const std::optional<Selection> selection = SelectOnDay(twinning, *day, wanted);
  const bool certain = selection && selection->certainty == registry::v1::CERTAINTY_CERTAIN;
  return certain || request.include_possible() ? selection : std::nullopt;
}

// `city` is the name by which the twinning's record refers to the requested city.
Partner ToPartner(const std::string& city, const Twinning& twinning, const Selection& selection,
                  CitySummary other) {
  Partner partner;
  partner.set_twinning(twinning.name());
  partner.set_kind(twinning.kind());
  *partner.mutable_city() = std::move(other);
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
  CheckOptionalDay("", request, &violations);
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
    // This is an ended link whose two cities were merged after it ended.
    if (cities.first == cities.second) continue;
    const int own = cities.first == city ? 0 : 1;
    JUMELAGE_ASSIGN_OR_RETURN(CitySummary other,
                              SummaryOf(tables, snapshot.db, twinning.sides(1 - own).city()));
    partners.push_back(
        ToPartner(twinning.sides(own).city(), twinning, *selection, std::move(other)));
  }
  for (auto& group : GroupByYear(std::move(partners))) {
    *response->add_groups() = std::move(group);
  }
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

}  // namespace jumelage
