// Checks that the rules accept any resource or refuse it with violations in its own fields. An
// accepted twinning must have a valid ledger, at least one possible state on each of several days,
// and only its current state on a day after its recording.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_of.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "registry_service/domain/agreement_rules.h"
#include "registry_service/domain/city_rules.h"
#include "registry_service/domain/ledger.h"
#include "registry_service/domain/life_cycle.h"
#include "registry_service/domain/organization_rules.h"
#include "registry_service/domain/states_on_day.h"
#include "registry_service/domain/twinning_rules.h"

namespace {

using jumelage::Violations;
using jumelage::registry::v1::Agreement;
using jumelage::registry::v1::City;
using jumelage::registry::v1::Organization;
using jumelage::registry::v1::Twinning;
using TheLedger = jumelage::LedgerOf<jumelage::TwinningLedger>;

void Require(bool condition) {
  if (!condition) std::abort();
}

class Silence : public google::protobuf::io::ErrorCollector {
  void AddError(int, google::protobuf::io::ColumnNumber, const std::string&) override {}
};

template <typename R>
bool Parse(absl::string_view text, R* resource) {
  Silence silence;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&silence);
  parser.SetRecursionLimit(50);
  return parser.ParseFromString(std::string(text), resource);
}

// Returns whether `check` accepts `resource`. Requires each violation to be in a field of the
// resource and to have a description.
template <typename R, typename Check>
bool Taken(const R& resource, absl::string_view field, Check check) {
  Violations violations;
  check(resource, absl::CivilDay(2024, 5, 9), &violations);
  for (const auto& violation : violations.list()) {
    Require(absl::StartsWith(violation.field, field));
    Require(!violation.description.empty());
  }
  return violations.empty();
}

void CheckStory(Twinning twinning) {
  google::protobuf::Timestamp now;
  now.set_seconds(1715256000);
  *twinning.mutable_create_time() = now;
  jumelage::OrderSides(&twinning);
  jumelage::StartLedger(now, &twinning);
  Require(TheLedger::StateIn(twinning) == twinning.state());
  Require(jumelage::LedgerProblems(TheLedger::In(twinning)).empty());
  for (const int year : {1, 1900, 1955, 2000, 2024, 9999}) {
    Require(!jumelage::PossibleStates(twinning, absl::CivilDay(year, 6, 2)).empty());
  }
  // Once the twinning has been recorded, its current state is certain.
  const auto last = jumelage::PossibleStates(twinning, absl::CivilDay(2024, 5, 11));
  Require(last.size() == 1 && last.front() == twinning.state());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  City city;
  if (Parse(text, &city)) Taken(city, "city", jumelage::CheckCity);
  Organization organization;
  if (Parse(text, &organization)) {
    Taken(organization, "organization", jumelage::CheckOrganization);
  }
  Agreement agreement;
  if (Parse(text, &agreement)) Taken(agreement, "agreement", jumelage::CheckAgreement);
  Twinning twinning;
  if (Parse(text, &twinning) && Taken(twinning, "twinning", jumelage::CheckTwinning)) {
    CheckStory(twinning);
  }
  return 0;
}
