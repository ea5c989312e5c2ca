#include "registry_service/domain/disagreements.h"

#include <utility>

#include "common/values/uncertain_date.h"

namespace jumelage {
namespace {

using registry::v1::Attestation;
using registry::v1::DisagreementReason;
using registry::v1::Twinning;
using registry::v1::TwinningSide;
using type::v1::UncertainDate;

// Returns whether the two dates are certainly on different days.
bool Differ(const UncertainDate& a, const UncertainDate& b) {
  return Before(a, b) == Truth::kYes || Before(b, a) == Truth::kYes;
}

DisagreementReason DatesDiffer(DisagreementReason::Kind kind, const UncertainDate& first,
                               const UncertainDate& second) {
  DisagreementReason reason;
  reason.set_kind(kind);
  *reason.add_dates() = first;
  *reason.add_dates() = second;
  return reason;
}

DisagreementReason EndedBy(const TwinningSide& side) {
  DisagreementReason reason;
  reason.set_kind(DisagreementReason::KIND_ENDED_BY_ONE_SIDE);
  reason.set_city(side.city());
  if (side.attestation().has_until()) *reason.add_dates() = side.attestation().until();
  return reason;
}

}  // namespace

std::vector<DisagreementReason> DisagreementsOf(const Twinning& twinning) {
  std::vector<DisagreementReason> reasons;
  if (twinning.sides_size() != 2) return reasons;
  const TwinningSide& first = twinning.sides(0);
  const TwinningSide& second = twinning.sides(1);
  const Attestation& a = first.attestation();
  const Attestation& b = second.attestation();
  if (first.has_attestation() != second.has_attestation()) {
    DisagreementReason reason;
    reason.set_kind(DisagreementReason::KIND_ONE_SIDED);
    reason.set_city(first.has_attestation() ? first.city() : second.city());
    reasons.push_back(std::move(reason));
  }
  if (a.has_since() && b.has_since() && Differ(a.since(), b.since())) {
    reasons.push_back(
        DatesDiffer(DisagreementReason::KIND_START_DATES_DIFFER, a.since(), b.since()));
  }
  if (a.has_until() && b.has_until() && Differ(a.until(), b.until())) {
    reasons.push_back(DatesDiffer(DisagreementReason::KIND_END_DATES_DIFFER, a.until(), b.until()));
  }
  if (a.ended() != b.ended()) reasons.push_back(EndedBy(a.ended() ? first : second));
  return reasons;
}

}  // namespace jumelage
