#include "registry_service/service/twinning_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/values/resource_name.h"
#include "google/protobuf/util/message_differencer.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/life_cycle.h"
#include "registry_service/domain/record_merge.h"
#include "registry_service/domain/states_on_day.h"
#include "registry_service/domain/twinning_import.h"
#include "registry_service/domain/twinning_rules.h"
#include "registry_service/service/admission.h"
#include "registry_service/service/queries/anniversary_query.h"
#include "registry_service/service/queries/disagreement_query.h"
#include "registry_service/service/queries/partner_query.h"
#include "registry_service/service/redirect_rules.h"
#include "registry_service/storage/conditions.h"
#include "registry_service/storage/links.h"
#include "registry_service/storage/lists.h"

namespace jumelage {
namespace {

using registry::v1::Attestation;
using registry::v1::AttestTwinningRequest;
using registry::v1::CorrectTwinningLedgerRequest;
using registry::v1::LedgerEntry;
using registry::v1::ListTwinningsRequest;
using registry::v1::ListTwinningsResponse;
using registry::v1::RetractTwinningAttestationRequest;
using registry::v1::Twinning;
using registry::v1::TwinningOrganization;
using registry::v1::TwinningSide;
using Reactor = TwinningService::Reactor;
using Context = TwinningService::Context;

// Returns the extras of ListTwinnings: the checks of `day` and `states`. If the request has a day,
// the extras also include the condition on the twinnings' states on that day, and the state of each
// twinning in the answer.
ListExtras<Twinning, ListTwinningsRequest, ListTwinningsResponse> ListOnDay() {
  ListExtras<Twinning, ListTwinningsRequest, ListTwinningsResponse> extras;
  extras.check = [](const ListTwinningsRequest& request, Violations* violations) {
    CheckOptionalDay("", request, violations);
    CheckWanted("states", request.states(), Twinning::State_IsValid, violations);
    if (!request.states().empty() && !request.has_day()) violations->Add("states", "needs a day");
  };
  extras.conditions = [](const ListTwinningsRequest& request) -> std::vector<Condition> {
    const auto day = ToCivilDay(request.day());
    if (!day) return {};
    return {InStateOnDay(WantedStates(request.states(), LastingStates()), *day,
                         request.include_possible())};
  };
  extras.tell = [](const ListTwinningsRequest& request, const Twinning& twinning,
                   ListTwinningsResponse* response) {
    const auto day = ToCivilDay(request.day());
    if (!day) return;
    auto* on_day = response->add_on_day();
    const auto selection =
        SelectOnDay(twinning, *day, WantedStates(request.states(), LastingStates()));
    if (!selection) return;
    on_day->set_state(selection->state);
    on_day->set_certainty(selection->certainty);
  };
  return extras;
}

void PrepareTwinning(const Transaction& transaction, Twinning* twinning) {
  OrderSides(twinning);
  StartLedger(transaction.proto_time(), twinning);
  for (TwinningSide& side : *twinning->mutable_sides()) {
    if (!side.has_attestation()) continue;
    *side.mutable_attestation()->mutable_attest_time() = transaction.proto_time();
  }
}

// Returns the id in a name such as "cities/belfort".
std::string IdOf(const std::string& name) {
  return std::pair<std::string, std::string>(absl::StrSplit(name, absl::MaxSplits('/', 1))).second;
}

absl::Status SidesAreOneCityError() {
  return InvalidFieldsError(
      {{"twinning.sides[1].city", "must differ from the city of the first side"}});
}

// Returns the existing twinning of the pair and kind that the record `given` names. Returns nullopt
// if there is none, or if `given` does not name a pair. Returns FIELD_INVALID (INVALID_ARGUMENT) if
// both sides resolve to the same city.
absl::StatusOr<std::optional<Twinning>> FindByPair(sqlite::Database& db, const Twinning& given) {
  if (given.sides_size() != 2 || given.sides(0).city().empty()) return std::nullopt;
  JUMELAGE_ASSIGN_OR_RETURN(const auto cities, CitiesOf(db, given));
  if (cities.first == cities.second) return SidesAreOneCityError();
  return TwinningOfPair(db, given.kind(), given.sides(0).city(), given.sides(1).city());
}

// Checks the cities of a record with two sides. Returns FIELD_INVALID (INVALID_ARGUMENT) if one is
// not the name of a city, or if both are the same city. The latter is allowed if `existing` has
// sides with the same names: the cities of a twinning that has ended or is deleted may have been
// merged since then.
absl::Status CheckCitiesOfSides(sqlite::Database& db, const Twinning& existing,
                                const Twinning& given) {
  Violations violations;
  for (int i = 0; i < given.sides_size(); ++i) {
    CheckResourceName(Indexed("twinning.sides", i) + ".city", given.sides(i).city(), "cities",
                      &violations);
  }
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  JUMELAGE_ASSIGN_OR_RETURN(const auto cities, CitiesOf(db, given));
  if (cities.first != cities.second) return absl::OkStatus();
  for (int i = 0; i < given.sides_size(); ++i) {
    if (given.sides(i).city() != existing.sides(i).city()) return SidesAreOneCityError();
  }
  return absl::OkStatus();
}

// Renames the cities of a record to the names that the existing twinning uses for them, and puts
// its sides in the place of the existing sides of the same cities. Returns FIELD_INVALID
// (INVALID_ARGUMENT) if the sides of the record cannot be those of a twinning.
absl::Status AlignSides(sqlite::Database& db, const Twinning& existing, Twinning* given) {
  if (given->sides_size() == existing.sides_size()) {
    JUMELAGE_RETURN_IF_ERROR(CheckCitiesOfSides(db, existing, *given));
  }
  const auto align = [&](const std::string& city) -> absl::StatusOr<std::string> {
    JUMELAGE_ASSIGN_OR_RETURN(std::string recorded, RecordedCity(db, existing, city));
    return recorded.empty() ? city : recorded;
  };
  for (TwinningSide& side : *given->mutable_sides()) {
    JUMELAGE_ASSIGN_OR_RETURN(*side.mutable_city(), align(side.city()));
  }
  for (TwinningOrganization& carrier : *given->mutable_organizations()) {
    if (carrier.city().empty()) continue;
    JUMELAGE_ASSIGN_OR_RETURN(*carrier.mutable_city(), align(carrier.city()));
  }
  PlaceSides(existing, given);
  return absl::OkStatus();
}

ResourceRules<Twinning> TwinningResourceRules() {
  auto rules = RulesWithRedirects<Twinning>();
  rules.field = "twinning";
  rules.check = CheckTwinning;
  rules.propose_id = [](const Twinning& twinning) {
    return MakeResourceId({IdOf(twinning.sides(0).city()), IdOf(twinning.sides(1).city())},
                          "twinning");
  };
  rules.prepare = PrepareTwinning;
  rules.keep = KeepSides;
  rules.admit = CheckPairFree;
  rules.normalize = OrderSides;
  rules.find = FindByPair;
  rules.align = AlignSides;
  rules.restore = [](const Transaction& transaction, const Twinning& given, Twinning* twinning,
                     Violations* violations) {
    RestoreTimes(given, transaction.proto_time(), twinning, violations);
  };
  rules.extend = [](const Transaction& transaction, const Twinning& given, Twinning* twinning,
                    Violations* violations) {
    AddWhatIsNew(given, transaction.proto_time(), twinning, violations);
  };
  rules.complete_lists = [](const Twinning& existing, Twinning* given) {
    CompleteLists(existing, given);
  };
  return rules;
}

absl::Status ValidateAttest(const AttestTwinningRequest& request, absl::CivilDay today) {
  Violations violations;
  CheckChangeRequest(request, "twinnings", &violations);
  CheckResourceName("city", request.city(), "cities", &violations);
  CheckMessage("", request, MessageLimits(), &violations);
  if (!request.has_attestation()) violations.Add("attestation", "is required");
  CheckAttestation("attestation", request.attestation(), today, &violations);
  return violations.ToStatus();
}

// Returns the side of `city`, which may be given under any of its names. Returns FIELD_INVALID if
// neither side is that city.
absl::StatusOr<TwinningSide*> SideToAttest(Transaction& transaction, Twinning* twinning,
                                           const std::string& city) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string recorded,
                            RecordedCity(transaction.db(), *twinning, city));
  TwinningSide* side = MutableSideOf(twinning, recorded);
  if (side != nullptr) return side;
  return InvalidFieldsError({{"city", "must be the city of one of the two sides"}});
}

absl::Status Attest(Transaction& transaction, const AttestTwinningRequest& request,
                    const AbsentNames&, Twinning* twinning) {
  JUMELAGE_ASSIGN_OR_RETURN(TwinningSide * side,
                            SideToAttest(transaction, twinning, request.city()));
  Attestation attestation = request.attestation();
  DropRepeatedBounds(&attestation);
  // An attestation that only repeats the current one changes nothing, so keep the current
  // attest_time.
  *attestation.mutable_attest_time() = side->attestation().attest_time();
  if (side->has_attestation() &&
      google::protobuf::util::MessageDifferencer::Equals(attestation, side->attestation())) {
    return absl::OkStatus();
  }
  *attestation.mutable_attest_time() = transaction.proto_time();
  *side->mutable_attestation() = std::move(attestation);
  return absl::OkStatus();
}

absl::Status ValidateRetract(const RetractTwinningAttestationRequest& request) {
  Violations violations;
  CheckChangeRequest(request, "twinnings", &violations);
  CheckResourceName("city", request.city(), "cities", &violations);
  return violations.ToStatus();
}

absl::Status Retract(Transaction& transaction, const RetractTwinningAttestationRequest& request,
                     const AbsentNames&, Twinning* twinning) {
  JUMELAGE_ASSIGN_OR_RETURN(TwinningSide * side,
                            SideToAttest(transaction, twinning, request.city()));
  if (!side->has_attestation()) return NotAttestedError(twinning->name(), request.city());
  side->clear_attestation();
  return absl::OkStatus();
}

}  // namespace

TwinningService::TwinningService(Store* store, const RegistryTables* tables)
    : tables_(tables),
      handler_(store, registry::v1::TwinningService::service_full_name()),
      methods_(&handler_, &tables->admission(), &tables->twinnings(), TwinningList(),
               TwinningResourceRules()),
      ledger_(&methods_, {TakeStep, CheckCorrections, CorrectLedger}) {}

Reactor* TwinningService::GetTwinning(Context* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) {
  return methods_.Get<registry::v1::GetTwinningRequest>(context, request, response);
}

Reactor* TwinningService::ListTwinnings(Context* context, const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) {
  return methods_.List<ListTwinningsRequest, ListTwinningsResponse>(context, request, response,
                                                                    ListOnDay());
}

Reactor* TwinningService::BatchGetTwinnings(Context* context,
                                            const registry::v1::BatchGetTwinningsRequest* request,
                                            registry::v1::BatchGetTwinningsResponse* response) {
  return methods_.BatchGet(context, request, response,
                           &registry::v1::BatchGetTwinningsResponse::mutable_twinnings);
}

Reactor* TwinningService::ListTwinningRevisions(
    Context* context, const registry::v1::ListTwinningRevisionsRequest* request,
    registry::v1::ListTwinningRevisionsResponse* response) {
  return methods_.ListRevisions(context, request, response,
                                &registry::v1::TwinningRevision::mutable_twinning);
}

Reactor* TwinningService::CreateTwinning(Context* context,
                                         const registry::v1::CreateTwinningRequest* request,
                                         Twinning* response) {
  return methods_.Create(context, request, response, "CreateTwinning", "twinning_id",
                         &registry::v1::CreateTwinningRequest::twinning_id,
                         &registry::v1::CreateTwinningRequest::twinning);
}

Reactor* TwinningService::UpdateTwinning(Context* context,
                                         const registry::v1::UpdateTwinningRequest* request,
                                         Twinning* response) {
  return methods_.Update(context, request, response, "UpdateTwinning",
                         &registry::v1::UpdateTwinningRequest::twinning);
}

Reactor* TwinningService::DeleteTwinning(Context* context,
                                         const registry::v1::DeleteTwinningRequest* request,
                                         Twinning* response) {
  return methods_.Delete(context, request, response, "DeleteTwinning");
}

Reactor* TwinningService::UndeleteTwinning(Context* context,
                                           const registry::v1::UndeleteTwinningRequest* request,
                                           Twinning* response) {
  return methods_.Undelete(context, request, response, "UndeleteTwinning");
}

Reactor* TwinningService::SignTwinning(Context* context,
                                       const registry::v1::SignTwinningRequest* request,
                                       Twinning* response) {
  return ledger_.Step(context, request, response, "SignTwinning", LedgerEntry::STEP_SIGN);
}

Reactor* TwinningService::SuspendTwinning(Context* context,
                                          const registry::v1::SuspendTwinningRequest* request,
                                          Twinning* response) {
  return ledger_.Step(context, request, response, "SuspendTwinning", LedgerEntry::STEP_SUSPEND);
}

Reactor* TwinningService::MarkTwinningDormant(
    Context* context, const registry::v1::MarkTwinningDormantRequest* request, Twinning* response) {
  return ledger_.Step(context, request, response, "MarkTwinningDormant",
                      LedgerEntry::STEP_MARK_DORMANT);
}

Reactor* TwinningService::ReactivateTwinning(Context* context,
                                             const registry::v1::ReactivateTwinningRequest* request,
                                             Twinning* response) {
  return ledger_.Step(context, request, response, "ReactivateTwinning",
                      LedgerEntry::STEP_REACTIVATE);
}

Reactor* TwinningService::EndTwinning(Context* context,
                                      const registry::v1::EndTwinningRequest* request,
                                      Twinning* response) {
  return ledger_.Step(context, request, response, "EndTwinning", LedgerEntry::STEP_END);
}

Reactor* TwinningService::AttestTwinning(Context* context, const AttestTwinningRequest* request,
                                         Twinning* response) {
  return methods_.Change<AttestTwinningRequest>(
      context, request, response, "AttestTwinning",
      [this](const AttestTwinningRequest& request) {
        return ValidateAttest(request, methods_.Today());
      },
      Attest);
}

Reactor* TwinningService::RetractTwinningAttestation(
    Context* context, const RetractTwinningAttestationRequest* request, Twinning* response) {
  return methods_.Change<RetractTwinningAttestationRequest>(
      context, request, response, "RetractTwinningAttestation", ValidateRetract, Retract);
}

Reactor* TwinningService::CorrectTwinningLedger(Context* context,
                                                const CorrectTwinningLedgerRequest* request,
                                                Twinning* response) {
  return ledger_.Correct(context, request, response, "CorrectTwinningLedger");
}

Reactor* TwinningService::QueryPartners(Context* context,
                                        const registry::v1::QueryPartnersRequest* request,
                                        registry::v1::QueryPartnersResponse* response) {
  return handler_.Query<registry::v1::QueryPartnersRequest, registry::v1::QueryPartnersResponse>(
      context, request, response, ValidateQueryPartners,
      [this](const Snapshot& snapshot, const registry::v1::QueryPartnersRequest& request,
             registry::v1::QueryPartnersResponse* response) {
        return QueryPartnersIn(*tables_, snapshot, request, response);
      });
}

Reactor* TwinningService::PurgeTwinning(Context* context,
                                        const registry::v1::PurgeTwinningRequest* request,
                                        Twinning* response) {
  return methods_.Purge(context, request, response, "PurgeTwinning");
}

Reactor* TwinningService::QueryDisagreements(Context* context,
                                             const registry::v1::QueryDisagreementsRequest* request,
                                             registry::v1::QueryDisagreementsResponse* response) {
  using Request = registry::v1::QueryDisagreementsRequest;
  using Response = registry::v1::QueryDisagreementsResponse;
  return handler_.Query<Request, Response>(
      context, request, response, ValidateQueryDisagreements,
      [this](const Snapshot& snapshot, const Request& request, Response* response) {
        return QueryDisagreementsIn(*tables_, snapshot, request, response);
      });
}

Reactor* TwinningService::QueryAnniversaries(Context* context,
                                             const registry::v1::QueryAnniversariesRequest* request,
                                             registry::v1::QueryAnniversariesResponse* response) {
  using Request = registry::v1::QueryAnniversariesRequest;
  using Response = registry::v1::QueryAnniversariesResponse;
  return handler_.Query<Request, Response>(
      context, request, response, ValidateQueryAnniversaries,
      [this](const Snapshot& snapshot, const Request& request, Response* response) {
        return QueryAnniversariesIn(*tables_, snapshot, request, response);
      });
}

}  // namespace jumelage
