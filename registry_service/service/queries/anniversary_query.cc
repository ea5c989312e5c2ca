#include "registry_service/service/queries/anniversary_query.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/rpc/list.h"
#include "common/values/uncertain_date.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/partners.h"
#include "registry_service/service/queries/city_summary.h"
#include "registry_service/storage/anniversary_lookup.h"

namespace jumelage {
namespace {

using registry::v1::Anniversary;
using registry::v1::QueryAnniversariesRequest;
using registry::v1::QueryAnniversariesResponse;
using registry::v1::Twinning;

// Returns the period of a request, or nullopt if a day is invalid.
std::optional<DayPeriod> PeriodOf(const QueryAnniversariesRequest& request) {
  const std::optional<absl::CivilDay> first = ToCivilDay(request.first_day());
  const std::optional<absl::CivilDay> last = ToCivilDay(request.last_day());
  if (!first || !last) return std::nullopt;
  return DayPeriod{*first, *last};
}

void CheckPeriodOf(const QueryAnniversariesRequest& request, Violations* violations) {
  CheckDay("first_day", request.first_day(), violations);
  CheckDay("last_day", request.last_day(), violations);
  const std::optional<DayPeriod> period = PeriodOf(request);
  if (!period) return;
  const absl::CivilDay end(period->first.year() + kMaxAnniversaryPeriodYears, period->first.month(),
                           period->first.day());
  if (period->last < period->first) {
    violations->Add("last_day", "must not be before first_day");
  } else if (period->last > end) {
    violations->Add("last_day", absl::StrCat("must be at most ", kMaxAnniversaryPeriodYears,
                                             " years after first_day"));
  }
}

AnniversarySearch ToSearch(const QueryAnniversariesRequest& request, QueryPage page) {
  AnniversarySearch search;
  search.period = PeriodOf(request).value_or(DayPeriod());
  search.every_years = request.every_years() == 0 ? kDefaultEveryYears : request.every_years();
  search.states = WantedStates(request.states(), {Twinning::STATE_ACTIVE});
  search.kinds = request.kinds();
  search.city = request.city();
  search.limit = page.limit;
  search.after = std::move(page.after);
  return search;
}

absl::StatusOr<Anniversary> ToAnniversary(const RegistryTables& tables, sqlite::Database& db,
                                          FoundAnniversary found) {
  JUMELAGE_ASSIGN_OR_RETURN(const Twinning twinning, tables.twinnings().Get(db, found.twinning));
  Anniversary anniversary;
  anniversary.set_twinning(twinning.name());
  anniversary.set_kind(twinning.kind());
  anniversary.set_state(twinning.state());
  JUMELAGE_RETURN_IF_ERROR(AddSummaries(tables, db, twinning, anniversary.mutable_cities()));
  const type::v1::UncertainDate* since = CountedSince(twinning);
  if (since != nullptr) *anniversary.mutable_since() = *since;
  anniversary.set_years(found.anniversary.years);
  *anniversary.mutable_date() = std::move(found.anniversary.date);
  anniversary.set_certainty(found.anniversary.certainty);
  return anniversary;
}

}  // namespace

absl::Status ValidateQueryAnniversaries(const QueryAnniversariesRequest& request) {
  Violations violations;
  CheckPeriodOf(request, &violations);
  if (request.every_years() < 0 || request.every_years() > kMaxEveryYears) {
    violations.Add("every_years", absl::StrCat("must be from 1 to ", kMaxEveryYears,
                                               ", or be 0 for ", kDefaultEveryYears));
  }
  CheckWanted("states", request.states(), Twinning::State_IsValid, &violations);
  CheckWanted("kinds", request.kinds(), Twinning::Kind_IsValid, &violations);
  CheckOptionalName("city", request.city(), "cities", &violations);
  return ValidateQueryPage(request, &violations);
}

absl::Status QueryAnniversariesIn(const RegistryTables& tables, const Snapshot& snapshot,
                                  const QueryAnniversariesRequest& request,
                                  QueryAnniversariesResponse* response) {
  if (!request.city().empty()) {
    JUMELAGE_RETURN_IF_ERROR(tables.cities().Get(snapshot.db, request.city()).status());
  }
  JUMELAGE_ASSIGN_OR_RETURN(const QueryPage asked, QueryPageOf(request));
  JUMELAGE_ASSIGN_OR_RETURN(AnniversaryPage page,
                            FindAnniversaries(snapshot.db, ToSearch(request, asked)));
  for (FoundAnniversary& found : page.anniversaries) {
    JUMELAGE_ASSIGN_OR_RETURN(*response->add_anniversaries(),
                              ToAnniversary(tables, snapshot.db, std::move(found)));
  }
  response->set_next_page_token(ListSpec::NextPageToken(page.next, asked.fingerprint));
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

}  // namespace jumelage
