#include "registry_service/domain/partners.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/time/time.h"
#include "common/base/uncertain_date.h"
#include "registry_service/domain/life_cycle.h"
#include "registry_service/domain/twinning_rules.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Partner;
using registry::v1::PartnerGroup;
using registry::v1::Twinning;

absl::CivilDay DayOf(const google::protobuf::Timestamp& time) {
  return LatestToday(absl::FromUnixSeconds(time.seconds()));
}

// The days on which a step may have taken effect, its own date and its recording considered.
DayBounds StepBounds(const LedgerEntry& entry) {
  DayBounds bounds;
  if (entry.has_effective_date()) bounds = BoundsOf(entry.effective_date());
  if (entry.has_record_time()) {
    const absl::CivilDay recorded = DayOf(entry.record_time());
    bounds.latest = bounds.latest ? std::min(*bounds.latest, recorded) : recorded;
  }
  return bounds;
}

// The bounds of each step. A step takes effect no earlier than those before it and no later than
// those after it.
std::vector<DayBounds> LedgerBounds(const std::vector<const LedgerEntry*>& ledger) {
  std::vector<DayBounds> bounds;
  for (const LedgerEntry* entry : ledger) bounds.push_back(StepBounds(*entry));
  for (size_t i = 1; i < bounds.size(); ++i) {
    const auto& before = bounds[i - 1].earliest;
    if (before && (!bounds[i].earliest || *bounds[i].earliest < *before)) {
      bounds[i].earliest = before;
    }
  }
  for (size_t i = bounds.size(); i-- > 1;) {
    const auto& after = bounds[i].latest;
    if (after && (!bounds[i - 1].latest || *after < *bounds[i - 1].latest)) {
      bounds[i - 1].latest = after;
    }
  }
  return bounds;
}

// A year that is not known comes after all others.
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

std::vector<Twinning::State> PossibleStates(const Twinning& twinning, absl::CivilDay day) {
  const std::vector<const LedgerEntry*> ledger = EffectiveLedger(twinning);
  const std::vector<DayBounds> bounds = LedgerBounds(ledger);
  std::vector<Twinning::State> possible;
  Twinning::State state = Twinning::STATE_PROPOSED;
  for (size_t taken = 0; taken <= ledger.size(); ++taken) {
    if (taken > 0) state = StateAfter(state, ledger[taken - 1]->step()).value_or(state);
    const bool last_may_be =
        taken == 0 || !bounds[taken - 1].earliest || *bounds[taken - 1].earliest <= day;
    const bool next_may_not_be =
        taken == ledger.size() || !bounds[taken].latest || *bounds[taken].latest > day;
    if (!last_may_be || !next_may_not_be) continue;
    if (taken == 0 && !(twinning.has_create_time() && DayOf(twinning.create_time()) <= day)) {
      possible.push_back(Twinning::STATE_UNSPECIFIED);
    }
    possible.push_back(state);
  }
  return possible;
}

std::optional<Selection> SelectOnDay(const Twinning& twinning, absl::CivilDay day,
                                     const TwinningStates& wanted) {
  std::optional<Selection> selection;
  bool all = true;
  for (const Twinning::State state : PossibleStates(twinning, day)) {
    if (wanted.count(state) > 0) {
      selection = Selection{state, Partner::CERTAINTY_POSSIBLE};
    } else {
      all = false;
    }
  }
  if (selection && all) selection->certainty = Partner::CERTAINTY_CERTAIN;
  return selection;
}

std::optional<Selection> SelectNow(const Twinning& twinning, const TwinningStates& wanted) {
  if (wanted.count(twinning.state()) == 0) return std::nullopt;
  return Selection{twinning.state(), Partner::CERTAINTY_CERTAIN};
}

const type::v1::UncertainDate* LinkedSince(const Twinning& twinning, absl::string_view city) {
  if (twinning.has_established()) return &twinning.established();
  for (const LedgerEntry* entry : EffectiveLedger(twinning)) {
    if (entry->step() == LedgerEntry::STEP_SIGN && entry->has_effective_date()) {
      return &entry->effective_date();
    }
  }
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
