#include "registry_service/service/queries/disagreement_query.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/rpc/list.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/disagreements.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/service/queries/city_summary.h"
#include "registry_service/storage/conditions.h"

namespace jumelage {
namespace {

using registry::v1::Disagreement;
using registry::v1::DisagreementReason;
using registry::v1::QueryDisagreementsRequest;
using registry::v1::QueryDisagreementsResponse;
using registry::v1::Twinning;

ListQuery ToListQuery(const QueryDisagreementsRequest& request, QueryPage page) {
  std::vector<DisagreementReason::Kind> kinds;
  for (int i = 0; i < request.kinds_size(); ++i) kinds.push_back(request.kinds(i));
  ListQuery query;
  query.where.push_back(DisagreesIn(kinds));
  if (!request.city().empty()) query.where.push_back(HasSide(request.city()));
  query.limit = page.limit;
  query.after = std::move(page.after);
  return query;
}

absl::StatusOr<Disagreement> ToDisagreement(const RegistryTables& tables, sqlite::Database& db,
                                            const Twinning& twinning) {
  Disagreement disagreement;
  disagreement.set_twinning(twinning.name());
  disagreement.set_kind(twinning.kind());
  disagreement.set_state(twinning.state());
  JUMELAGE_RETURN_IF_ERROR(AddSummaries(tables, db, twinning, disagreement.mutable_cities()));
  for (DisagreementReason& reason : DisagreementsOf(twinning)) {
    *disagreement.add_reasons() = std::move(reason);
  }
  return disagreement;
}

}  // namespace

absl::Status ValidateQueryDisagreements(const QueryDisagreementsRequest& request) {
  Violations violations;
  CheckOptionalName("city", request.city(), "cities", &violations);
  CheckWanted("kinds", request.kinds(), DisagreementReason::Kind_IsValid, &violations);
  return ValidateQueryPage(request, &violations);
}

absl::Status QueryDisagreementsIn(const RegistryTables& tables, const Snapshot& snapshot,
                                  const QueryDisagreementsRequest& request,
                                  QueryDisagreementsResponse* response) {
  if (!request.city().empty()) {
    JUMELAGE_RETURN_IF_ERROR(tables.cities().Get(snapshot.db, request.city()).status());
  }
  JUMELAGE_ASSIGN_OR_RETURN(const QueryPage asked, QueryPageOf(request));
  JUMELAGE_ASSIGN_OR_RETURN(
      const auto page, tables.twinnings().table().List(snapshot.db, ToListQuery(request, asked)));
  for (const Twinning& twinning : page.resources) {
    JUMELAGE_ASSIGN_OR_RETURN(*response->add_disagreements(),
                              ToDisagreement(tables, snapshot.db, twinning));
  }
  response->set_next_page_token(ListSpec::NextPageToken(page.next, asked.fingerprint));
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

}  // namespace jumelage
