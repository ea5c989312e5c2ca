#include "registry_service/domain/twinning_import.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/ledger/ledger_of.h"
#include "common/values/field_checks.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/util/message_differencer.h"
#include "registry_service/domain/ledger.h"
#include "registry_service/domain/life_cycle.h"
#include "registry_service/domain/twinning_rules.h"

namespace jumelage {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::MessageDifferencer;
using registry::v1::Attestation;
using registry::v1::LedgerEntry;
using registry::v1::Statement;
using registry::v1::Twinning;
using registry::v1::TwinningSide;

// If side `index` of `given` has an attest_time, copies it to `attestation`.
void RestoreAttestTime(const Twinning& given, int index, const Timestamp& now,
                       Attestation* attestation, Violations* violations) {
  const Attestation& stated = given.sides(index).attestation();
  if (!stated.has_attest_time()) return;
  const std::string field = Indexed("twinning.sides", index) + ".attestation.attest_time";
  if (!CheckTimeOfRecord(field, stated.attest_time(), now, violations)) return;
  *attestation->mutable_attest_time() = stated.attest_time();
}

// Adds to `all` the entries of `added` that `all` lacks. `same` returns whether two entries count
// as the same.
template <typename Entry, typename Same>
void AddMissing(const google::protobuf::RepeatedPtrField<Entry>& added, Same same,
                google::protobuf::RepeatedPtrField<Entry>* all) {
  for (const Entry& entry : added) {
    const bool there = std::any_of(all->begin(), all->end(),
                                   [&](const Entry& known) { return same(known, entry); });
    if (!there) *all->Add() = entry;
  }
}

}  // namespace

void RestoreTimes(const Twinning& given, const Timestamp& now, Twinning* twinning,
                  Violations* violations) {
  LedgerOf<TwinningLedger>::RestoreRecordTimes(given, 0, now, twinning, violations);
  for (int i = 0; i < given.sides_size(); ++i) {
    if (!given.sides(i).has_attestation()) continue;
    TwinningSide* side = MutableSideOf(twinning, given.sides(i).city());
    RestoreAttestTime(given, i, now, side->mutable_attestation(), violations);
  }
  // A step must not take effect after it was recorded, so these times can make the ledger invalid.
  if (violations->empty()) {
    CheckLedger(*twinning, LatestToday(absl::FromUnixSeconds(now.seconds())), violations);
  }
}

void PlaceSides(const Twinning& existing, Twinning* given) {
  if (given->sides_size() != existing.sides_size()) return;
  std::vector<std::string> others;
  for (const TwinningSide& side : given->sides()) {
    if (SideOf(existing, side.city()) == nullptr) others.push_back(side.city());
  }
  Twinning placed = existing;
  for (TwinningSide& side : *placed.mutable_sides()) {
    const TwinningSide* stated = SideOf(*given, side.city());
    if (stated != nullptr) {
      side = *stated;
    } else {
      side.set_city(others.back());
      others.pop_back();
    }
  }
  *given->mutable_sides() = std::move(*placed.mutable_sides());
}

void AddWhatIsNew(const Twinning& given, const Timestamp& now, Twinning* twinning,
                  Violations* violations) {
  for (int i = 0; i < given.sides_size(); ++i) {
    TwinningSide* side = MutableSideOf(twinning, given.sides(i).city());
    if (!given.sides(i).has_attestation() || side == nullptr || side->has_attestation()) continue;
    *side->mutable_attestation() = given.sides(i).attestation();
    *side->mutable_attestation()->mutable_attest_time() = now;
    RestoreAttestTime(given, i, now, side->mutable_attestation(), violations);
  }
  LedgerOf<TwinningLedger>::Continue(given, now, twinning, violations);
}

Twinning::Kind KindOf(const Statement& statement) {
  return statement.kind() == Twinning::KIND_UNSPECIFIED ? Twinning::KIND_TWINNING
                                                        : statement.kind();
}

Twinning TwinningOf(const Statement& statement, const std::string& subject,
                    const std::string& object, const Timestamp& now) {
  Twinning twinning;
  twinning.set_kind(KindOf(statement));
  twinning.add_sides()->set_city(subject);
  twinning.add_sides()->set_city(object);
  OrderSides(&twinning);
  LedgerEntry* signature = twinning.add_ledger();
  signature->set_step(LedgerEntry::STEP_SIGN);
  if (statement.has_since()) {
    *signature->mutable_effective_date() = statement.since();
    *twinning.mutable_established() = statement.since();
  }
  StartLedger(now, &twinning);
  return twinning;
}

bool AddStatement(const Statement& statement, const Timestamp& now, TwinningSide* side) {
  Attestation attestation = side->attestation();
  if (statement.has_since() && !attestation.has_since()) {
    *attestation.mutable_since() = statement.since();
  }
  AddMissing(
      statement.evidence(),
      [](const auto& a, const auto& b) { return MessageDifferencer::Equals(a, b); },
      attestation.mutable_evidence());
  AddMissing(
      statement.notes(),
      [](const auto& a, const auto& b) { return a.language_code() == b.language_code(); },
      attestation.mutable_notes());
  if (side->has_attestation() && MessageDifferencer::Equals(attestation, side->attestation())) {
    return false;
  }
  *attestation.mutable_attest_time() = now;
  *side->mutable_attestation() = std::move(attestation);
  return true;
}

}  // namespace jumelage
