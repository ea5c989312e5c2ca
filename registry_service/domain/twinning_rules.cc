#include "registry_service/domain/twinning_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/message/message_checks.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/life_cycle.h"

namespace jumelage {
namespace {

using registry::v1::Attestation;
using registry::v1::Twinning;
using registry::v1::TwinningOrganization;
using registry::v1::TwinningSide;

constexpr int kSides = 2;

void CheckSides(const Twinning& twinning, absl::CivilDay today, Violations* violations) {
  if (twinning.sides_size() != kSides) {
    violations->Add("twinning.sides",
                    absl::StrCat("needs exactly two, but there are ", twinning.sides_size()));
  } else if (!twinning.sides(0).city().empty() &&
             twinning.sides(0).city() == twinning.sides(1).city()) {
    violations->Add("twinning.sides[1].city", "must differ from the city of the first side");
  }
  for (int i = 0; i < twinning.sides_size(); ++i) {
    const TwinningSide& side = twinning.sides(i);
    const std::string path = Indexed("twinning.sides", i);
    CheckResourceName(path + ".city", side.city(), "cities", violations);
    CheckEnum(path + ".priority", TwinningSide::Priority_IsValid(side.priority()), violations);
    CheckFacts(path + ".priority_reasons", side.priority_reasons(), today, violations);
    if (side.has_attestation()) {
      CheckAttestation(path + ".attestation", side.attestation(), today, violations);
    }
    CheckTexts(path + ".names_used", side.names_used(), SpellingRules(), violations);
  }
}

void CheckDates(const Twinning& twinning, absl::CivilDay today, Violations* violations) {
  const bool established =
      twinning.has_established() &&
      CheckUncertainDate("twinning.established", twinning.established(), violations);
  if (established) {
    CheckNotInFuture("twinning.established", twinning.established(), today, violations);
  }
  if (!twinning.has_relation_since() ||
      !CheckUncertainDate("twinning.relation_since", twinning.relation_since(), violations)) {
    return;
  }
  CheckNotInFuture("twinning.relation_since", twinning.relation_since(), today, violations);
  if (established && Before(twinning.established(), twinning.relation_since()) == Truth::kYes) {
    violations->Add("twinning.relation_since", "must not be after established");
  }
}

void CheckAgreements(const Twinning& twinning, Violations* violations) {
  CheckOptionalName("twinning.charter", twinning.charter(), "agreements", violations);
  std::set<std::string> seen;
  for (int i = 0; i < twinning.agreements_size(); ++i) {
    const std::string path = Indexed("twinning.agreements", i);
    CheckResourceName(path, twinning.agreements(i), "agreements", violations);
    if (!seen.insert(twinning.agreements(i)).second) violations->Add(path, "occurs twice");
  }
}

void CheckOrganizations(const Twinning& twinning, Violations* violations) {
  std::set<std::string> seen;
  for (int i = 0; i < twinning.organizations_size(); ++i) {
    const TwinningOrganization& carrier = twinning.organizations(i);
    const std::string path = Indexed("twinning.organizations", i);
    CheckResourceName(path + ".organization", carrier.organization(), "organizations", violations);
    if (!seen.insert(carrier.organization()).second) {
      violations->Add(path + ".organization", "occurs twice");
    }
    CheckEnum(path + ".role", TwinningOrganization::Role_IsValid(carrier.role()), violations);
    if (!carrier.city().empty() && SideOf(twinning, carrier.city()) == nullptr) {
      violations->Add(path + ".city", "must be the city of one of the two sides");
    }
    CheckTexts(path + ".notes", carrier.notes(), TextRules(), violations);
  }
}

void CheckThemes(const Twinning& twinning, Violations* violations) {
  std::set<int> seen;
  for (int i = 0; i < twinning.themes_size(); ++i) {
    const std::string path = Indexed("twinning.themes", i);
    CheckRequiredEnum(path, twinning.themes(i), type::v1::Topic_IsValid(twinning.themes(i)),
                      violations);
    if (!seen.insert(twinning.themes(i)).second) violations->Add(path, "occurs twice");
  }
}

}  // namespace

void CheckTwinning(const Twinning& twinning, absl::CivilDay today, Violations* violations) {
  CheckMessage("twinning", twinning, MessageLimits(), violations);
  CheckRequiredEnum("twinning.kind", twinning.kind(), Twinning::Kind_IsValid(twinning.kind()),
                    violations);
  CheckSides(twinning, today, violations);
  CheckDates(twinning, today, violations);
  CheckLedger(twinning, today, violations);
  CheckAgreements(twinning, violations);
  CheckOrganizations(twinning, violations);
  CheckThemes(twinning, violations);
  CheckFacts("twinning.motives", twinning.motives(), today, violations);
  CheckFacts("twinning.activities", twinning.activities(), today, violations);
  CheckExternalIds("twinning.external_ids", twinning.external_ids(), violations);
  CheckTexts("twinning.descriptions", twinning.descriptions(), TextRules(), violations);
  CheckSources("twinning.sources", twinning.sources(), today, violations);
}

void CheckAttestation(absl::string_view field, const Attestation& attestation, absl::CivilDay today,
                      Violations* violations) {
  CheckPeriod(field, attestation, violations);
  if (attestation.has_since()) {
    CheckPastDate(FieldPath(field, "since"), attestation.since(), today, violations);
  }
  if (attestation.has_until()) {
    CheckPastDate(FieldPath(field, "until"), attestation.until(), today, violations);
    if (!attestation.ended()) violations->Add(FieldPath(field, "until"), "needs ended to be true");
  }
  if (attestation.evidence().empty()) {
    violations->Add(FieldPath(field, "evidence"), "needs at least one source");
  }
  CheckSources(FieldPath(field, "evidence"), attestation.evidence(), today, violations);
  CheckTexts(FieldPath(field, "notes"), attestation.notes(), TextRules(), violations);
}

void OrderSides(Twinning* twinning) {
  std::stable_sort(
      twinning->mutable_sides()->begin(), twinning->mutable_sides()->end(),
      [](const TwinningSide& a, const TwinningSide& b) { return a.city() < b.city(); });
}

void KeepSides(const Twinning& before, Twinning* after, Violations* violations) {
  if (after->sides_size() != kSides) return;
  OrderSides(after);
  for (int i = 0; i < kSides; ++i) {
    TwinningSide* side = after->mutable_sides(i);
    if (side->city() != before.sides(i).city()) {
      violations->Add(Indexed("twinning.sides", i) + ".city", "must not be changed");
    } else if (before.sides(i).has_attestation()) {
      *side->mutable_attestation() = before.sides(i).attestation();
    } else {
      side->clear_attestation();
    }
  }
}

const TwinningSide* SideOf(const Twinning& twinning, absl::string_view city) {
  for (const TwinningSide& side : twinning.sides()) {
    if (side.city() == city) return &side;
  }
  return nullptr;
}

TwinningSide* MutableSideOf(Twinning* twinning, absl::string_view city) {
  for (TwinningSide& side : *twinning->mutable_sides()) {
    if (side.city() == city) return &side;
  }
  return nullptr;
}

}  // namespace jumelage
