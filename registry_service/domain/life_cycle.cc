#include "registry_service/domain/life_cycle.h"

#include <utility>

#include "common/ledger/ledger_of.h"
#include "registry_service/domain/ledger.h"

namespace jumelage {
namespace {

using google::protobuf::Timestamp;
using registry::v1::Twinning;
using TheLedger = LedgerOf<TwinningLedger>;

}  // namespace

void CheckLedger(const Twinning& twinning, absl::CivilDay today, Violations* violations) {
  CheckLedger(TheLedger::In(twinning), today, violations);
}

void StartLedger(const Timestamp& record_time, Twinning* twinning) {
  TheLedger::Start(record_time, twinning);
}

absl::Status TakeStep(registry::v1::LedgerEntry entry, Twinning* twinning) {
  return TheLedger::Append(std::move(entry), twinning);
}

void CheckCorrections(const LedgerCorrections& corrections, absl::CivilDay today,
                      Violations* violations) {
  TheLedger::CheckCorrections(corrections, today, violations);
}

absl::Status CorrectLedger(const LedgerCorrections& corrections, const Timestamp& record_time,
                           Twinning* twinning) {
  return TheLedger::Correct(corrections, record_time, twinning);
}

}  // namespace jumelage
