#include "registry_service/domain/partners.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "common/values/uncertain_date.h"
#include "registry_service/domain/ledger.h"
#include "registry_service/domain/twinning_rules.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Partner;
using registry::v1::PartnerGroup;
using registry::v1::Twinning;

// Stands for an unknown year. OrderOf sorts it after all others.
constexpr int kUnknownYear = 0;

int YearOf(const Partner& partner) {
  if (!partner.has_since()) return kUnknownYear;
  const DayBounds bounds = BoundsOf(partner.since());
  return bounds.earliest ? static_cast<int>(bounds.earliest->year()) : kUnknownYear;
}

auto OrderOf(const Partner& partner) {
  const int year = YearOf(partner);
  return std::make_tuple(
      year == kUnknownYear, year,
      partner.has_since() ? SortKey(partner.since()) : std::string(kAbsentDateSortKey),
      partner.city().city(), partner.twinning());
}

}  // namespace

const type::v1::UncertainDate* CountedSince(const Twinning& twinning) {
  if (twinning.has_established()) return &twinning.established();
  for (const LedgerEntry* entry : EffectiveLedger(twinning)) {
    if (entry->step() == LedgerEntry::STEP_SIGN && entry->has_effective_date()) {
      return &entry->effective_date();
    }
  }
  return nullptr;
}

const type::v1::UncertainDate* LinkedSince(const Twinning& twinning, absl::string_view city) {
  const type::v1::UncertainDate* since = CountedSince(twinning);
  if (since != nullptr) return since;
  const registry::v1::TwinningSide* side = SideOf(twinning, city);
  const bool attested = side != nullptr && side->attestation().has_since();
  return attested ? &side->attestation().since() : nullptr;
}

std::vector<PartnerGroup> GroupByYear(std::vector<Partner> partners) {
  std::sort(partners.begin(), partners.end(),
            [](const Partner& a, const Partner& b) { return OrderOf(a) < OrderOf(b); });
  std::vector<PartnerGroup> groups;
  for (Partner& partner : partners) {
    const int year = YearOf(partner);
    if (groups.empty() || groups.back().year() != year) groups.emplace_back().set_year(year);
    *groups.back().add_partners() = std::move(partner);
  }
  return groups;
}

}  // namespace jumelage
