#include "registry_service/service/queries/in_force_query.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/rpc/list.h"
#include "common/values/uncertain_date.h"
#include "registry_service/domain/uncertain_period.h"
#include "registry_service/service/queries/party_lookup.h"
#include "registry_service/storage/conditions.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::QueryInForceRequest;
using registry::v1::QueryInForceResponse;

ListQuery ToListQuery(const QueryInForceRequest& request, absl::CivilDay day, QueryPage page) {
  ListQuery query;
  query.where.push_back(InForceOnDay(day, request.include_possible()));
  if (!request.party().empty()) query.where.push_back(HasParty(request.party()));
  if (!request.kinds().empty()) query.where.push_back(KindIn(request.kinds()));
  query.limit = page.limit;
  query.after = std::move(page.after);
  return query;
}

}  // namespace

absl::Status ValidateQueryInForce(const QueryInForceRequest& request) {
  Violations violations;
  CheckDay("day", request.day(), &violations);
  if (!request.party().empty()) CheckPartyName("party", request.party(), &violations);
  CheckWanted("kinds", request.kinds(), Agreement::Kind_IsValid, &violations);
  return ValidateQueryPage(request, &violations);
}

absl::Status QueryInForceIn(const RegistryTables& tables, const Snapshot& snapshot,
                            const QueryInForceRequest& request, QueryInForceResponse* response) {
  if (!request.party().empty()) {
    JUMELAGE_RETURN_IF_ERROR(PartyDisplayName(tables, snapshot.db, request.party()).status());
  }
  JUMELAGE_ASSIGN_OR_RETURN(const QueryPage asked, QueryPageOf(request));
  const absl::CivilDay day = ToCivilDay(request.day()).value_or(absl::CivilDay());
  JUMELAGE_ASSIGN_OR_RETURN(
      auto page, tables.agreements().table().List(snapshot.db, ToListQuery(request, day, asked)));
  for (Agreement& agreement : page.resources) {
    const std::optional<registry::v1::Certainty> certainty = HoldsOn(InForce(agreement), day);
    if (!certainty) continue;
    auto* in_force = response->add_agreements();
    in_force->set_certainty(*certainty);
    *in_force->mutable_agreement() = std::move(agreement);
  }
  response->set_next_page_token(ListSpec::NextPageToken(page.next, asked.fingerprint));
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

}  // namespace jumelage
