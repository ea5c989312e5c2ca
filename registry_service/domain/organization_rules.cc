#include "registry_service/domain/organization_rules.h"

#include <string>

#include "common/base/limits.h"
#include "common/message/message_checks.h"
#include "common/values/value_checks.h"
#include "registry_service/domain/field_checks.h"

namespace jumelage {
namespace {

using registry::v1::Membership;
using registry::v1::Organization;

void CheckMembers(const Organization& organization, Violations* violations) {
  for (int i = 0; i < organization.members_size(); ++i) {
    const Membership& membership = organization.members(i);
    const std::string path = Indexed("organization.members", i);
    CheckParty(path + ".member", membership.member(), violations);
    if (!organization.name().empty() && PartyName(membership.member()) == organization.name()) {
      violations->Add(path + ".member", "must not be the organization itself");
    }
    CheckTexts(path + ".roles", membership.roles(), TextRules(), violations);
    CheckPeriod(path, membership, violations);
  }
}

}  // namespace

void CheckOrganization(const Organization& organization, absl::CivilDay today,
                       Violations* violations) {
  CheckMessage("organization", organization, MessageLimits(), violations);
  CheckRequiredLine("organization.display_name", organization.display_name(), kMaxNameLength,
                    violations);
  CheckTexts("organization.names", organization.names(), SpellingRules(), violations);
  CheckEnum("organization.kind", Organization::Kind_IsValid(organization.kind()), violations);
  CheckCountry("organization.country", organization.country(), violations);
  CheckOptionalName("organization.seat_city", organization.seat_city(), "cities", violations);
  for (int i = 0; i < organization.territories_size(); ++i) {
    CheckPlace(Indexed("organization.territories", i), organization.territories(i), violations);
  }
  CheckMembers(organization, violations);
  CheckLinks("organization.websites", organization.websites(), violations);
  CheckFacts("organization.purposes", organization.purposes(), today, violations);
  CheckSpan("organization",
            {"founded", organization.has_founded() ? &organization.founded() : nullptr},
            {"dissolved", organization.has_dissolved() ? &organization.dissolved() : nullptr},
            violations);
  CheckExternalIds("organization.external_ids", organization.external_ids(), violations);
  CheckTexts("organization.descriptions", organization.descriptions(), TextRules(), violations);
  CheckSources("organization.sources", organization.sources(), today, violations);
}

}  // namespace jumelage
