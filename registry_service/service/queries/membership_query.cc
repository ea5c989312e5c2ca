#include "registry_service/service/queries/membership_query.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/rpc/list.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/uncertain_period.h"
#include "registry_service/service/queries/party_lookup.h"
#include "registry_service/storage/conditions.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::Certainty;
using registry::v1::Membership;
using registry::v1::MembershipOnDay;
using registry::v1::Organization;
using registry::v1::QueryMembershipsRequest;
using registry::v1::QueryMembershipsResponse;
using registry::v1::QueryMembersRequest;
using registry::v1::QueryMembersResponse;

// Returns the certainty with which the request selects the membership, or nullopt if it does not
// select it.
template <typename Request>
std::optional<Certainty> Select(const Request& request, const Organization& organization,
                                const Membership& membership) {
  if (!request.has_day()) return registry::v1::CERTAINTY_CERTAIN;
  const std::optional<absl::CivilDay> day = ToCivilDay(request.day());
  if (!day) return std::nullopt;
  const std::optional<Certainty> held = HoldsOn(HeldIn(organization, membership), *day);
  return held == registry::v1::CERTAINTY_POSSIBLE && !request.include_possible() ? std::nullopt
                                                                                 : held;
}

MembershipOnDay ToAnswer(const Organization& organization, const Membership& membership,
                         std::string member_display_name, Certainty certainty) {
  MembershipOnDay answer;
  answer.set_organization(organization.name());
  answer.set_organization_display_name(organization.display_name());
  answer.set_member_display_name(std::move(member_display_name));
  *answer.mutable_membership() = membership;
  answer.set_certainty(certainty);
  return answer;
}

ListQuery ToListQuery(const QueryMembershipsRequest& request, QueryPage page) {
  ListQuery query;
  query.where.push_back(HasMember(request.member()));
  if (!request.kinds().empty()) query.where.push_back(KindIn(request.kinds()));
  query.limit = page.limit;
  query.after = std::move(page.after);
  return query;
}

}  // namespace

absl::Status ValidateQueryMembers(const QueryMembersRequest& request) {
  Violations violations;
  CheckResourceName("organization", request.organization(), "organizations", &violations);
  CheckOptionalDay("", request, &violations);
  return violations.ToStatus();
}

absl::Status QueryMembersIn(const RegistryTables& tables, const Snapshot& snapshot,
                            const QueryMembersRequest& request, QueryMembersResponse* response) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string name,
                            ResolveName(snapshot.db, request.organization()));
  JUMELAGE_ASSIGN_OR_RETURN(const Organization organization,
                            tables.organizations().Get(snapshot.db, name));
  for (const Membership& membership : organization.members()) {
    const std::optional<Certainty> certainty = Select(request, organization, membership);
    if (!certainty) continue;
    JUMELAGE_ASSIGN_OR_RETURN(
        std::string member, PartyDisplayName(tables, snapshot.db, PartyName(membership.member())));
    *response->add_members() = ToAnswer(organization, membership, std::move(member), *certainty);
  }
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

absl::Status ValidateQueryMemberships(const QueryMembershipsRequest& request) {
  Violations violations;
  CheckPartyName("member", request.member(), &violations);
  CheckOptionalDay("", request, &violations);
  CheckWanted("kinds", request.kinds(), Organization::Kind_IsValid, &violations);
  return ValidateQueryPage(request, &violations);
}

absl::Status QueryMembershipsIn(const RegistryTables& tables, const Snapshot& snapshot,
                                const QueryMembershipsRequest& request,
                                QueryMembershipsResponse* response) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string member,
                            PartyDisplayName(tables, snapshot.db, request.member()));
  JUMELAGE_ASSIGN_OR_RETURN(const QueryPage asked, QueryPageOf(request));
  JUMELAGE_ASSIGN_OR_RETURN(const auto page, tables.organizations().table().List(
                                                 snapshot.db, ToListQuery(request, asked)));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                            NamesOf(snapshot.db, request.member()));
  for (const Organization& organization : page.resources) {
    for (const Membership& membership : organization.members()) {
      if (std::count(names.begin(), names.end(), PartyName(membership.member())) == 0) continue;
      const std::optional<Certainty> certainty = Select(request, organization, membership);
      if (!certainty) continue;
      *response->add_memberships() = ToAnswer(organization, membership, member, *certainty);
    }
  }
  response->set_next_page_token(ListSpec::NextPageToken(page.next, asked.fingerprint));
  response->set_revision(snapshot.revision);
  return absl::OkStatus();
}

}  // namespace jumelage
