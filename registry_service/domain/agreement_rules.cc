#include "registry_service/domain/agreement_rules.h"

#include <set>
#include <string>

#include "common/base/limits.h"
#include "common/message/message_checks.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "registry_service/domain/field_checks.h"

namespace jumelage {
namespace {

using registry::v1::Agreement;
using registry::v1::Signatory;

std::set<std::string> CheckParties(const Agreement& agreement, Violations* violations) {
  std::set<std::string> parties;
  for (int i = 0; i < agreement.parties_size(); ++i) {
    const std::string path = Indexed("agreement.parties", i);
    CheckParty(path, agreement.parties(i), violations);
    const std::string& name = PartyName(agreement.parties(i));
    if (!name.empty() && !parties.insert(name).second) violations->Add(path, "occurs twice");
  }
  // A decision needs one party. Every other kind needs two.
  const int least = agreement.kind() == Agreement::KIND_DECISION ? 1 : 2;
  if (agreement.parties_size() < least) {
    violations->Add("agreement.parties", absl::StrCat("needs at least ", least));
  }
  return parties;
}

void CheckSignatories(const Agreement& agreement, const std::set<std::string>& parties,
                      Violations* violations) {
  for (int i = 0; i < agreement.signatories_size(); ++i) {
    const Signatory& signatory = agreement.signatories(i);
    const std::string path = Indexed("agreement.signatories", i);
    CheckPerson(path + ".person", signatory.person(), violations);
    CheckTexts(path + ".office_titles", signatory.office_titles(), TitleRules(), violations);
    CheckOrdinal(path + ".office_ordinal", signatory.office_ordinal(), violations);
    if (!signatory.has_on_behalf_of()) continue;
    CheckParty(path + ".on_behalf_of", signatory.on_behalf_of(), violations);
    const std::string& party = PartyName(signatory.on_behalf_of());
    if (!party.empty() && parties.count(party) == 0) {
      violations->Add(path + ".on_behalf_of", "must be one of the agreement's parties");
    }
  }
}

void CheckDates(const Agreement& agreement, absl::CivilDay today, Violations* violations) {
  CheckSpan("agreement",
            {"term_start", agreement.has_term_start() ? &agreement.term_start() : nullptr},
            {"term_end", agreement.has_term_end() ? &agreement.term_end() : nullptr}, violations);
  if (!agreement.has_signed_date()) return;
  CheckPastDate("agreement.signed_date", agreement.signed_date(), today, violations);
  Violations ignored;
  if (agreement.has_term_end() && CheckUncertainDate("", agreement.signed_date(), &ignored) &&
      CheckUncertainDate("", agreement.term_end(), &ignored)) {
    CheckNotBefore("agreement.term_end", agreement.term_end(), "agreement.signed_date",
                   agreement.signed_date(), violations);
  }
}

}  // namespace

void CheckAgreement(const Agreement& agreement, absl::CivilDay today, Violations* violations) {
  CheckMessage("agreement", agreement, MessageLimits(), violations);
  CheckRequiredLine("agreement.display_name", agreement.display_name(), kMaxNameLength, violations);
  CheckRequiredEnum("agreement.kind", agreement.kind(), Agreement::Kind_IsValid(agreement.kind()),
                    violations);
  CheckTexts("agreement.titles", agreement.titles(), TitleRules(), violations);
  CheckSignatories(agreement, CheckParties(agreement, violations), violations);
  CheckDates(agreement, today, violations);
  CheckLinks("agreement.documents", agreement.documents(), violations);
  CheckFacts("agreement.purposes", agreement.purposes(), today, violations);
  CheckExternalIds("agreement.external_ids", agreement.external_ids(), violations);
  CheckTexts("agreement.descriptions", agreement.descriptions(), TextRules(), violations);
  CheckSources("agreement.sources", agreement.sources(), today, violations);
}

}  // namespace jumelage
