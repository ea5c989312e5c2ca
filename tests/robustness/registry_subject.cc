#include "tests/robustness/registry_subject.h"

#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"

namespace jumelage {
namespace {

using registry::v1::City;
using Cities = registry::v1::CityService;
using registry::v1::Twinning;
using Twinnings = registry::v1::TwinningService;

constexpr int kSharedCities = 4;

std::string SharedCity(int number) { return absl::StrCat("cities/shared-", number); }

bool IsTwinning(const std::string& name) { return absl::StartsWith(name, "twinnings/"); }

Plan NewPlan(ClientMind* mind, const std::string& method, const std::string& resource,
             Revision guard) {
  Plan plan;
  plan.method = method;
  plan.resource = resource;
  plan.request_id = NewRequestId(mind);
  plan.guard = guard;
  return plan;
}

std::string Mark(const Plan& plan) { return absl::StrCat("Ville ", plan.request_id); }

Plan CreateCity(ClientMind* mind, const std::string& name) {
  Plan plan = NewPlan(mind, "CreateCity", name, 0);
  registry::v1::CreateCityRequest request;
  request.set_request_id(plan.request_id);
  request.set_city_id(std::string(absl::StripPrefix(name, "cities/")));
  request.mutable_city()->set_display_name(Mark(plan));
  request.mutable_city()->set_country("FR");
  plan.send = Unary<Cities>(&Cities::Stub::CreateCity, std::move(request));
  return plan;
}

Plan UpdateCity(ClientMind* mind, const std::string& name, Revision guard) {
  Plan plan = NewPlan(mind, "UpdateCity", name, guard);
  registry::v1::UpdateCityRequest request;
  request.set_request_id(plan.request_id);
  request.mutable_city()->set_name(name);
  request.mutable_city()->set_display_name(Mark(plan));
  if (guard > 0) request.mutable_city()->set_etag(EtagOf(guard));
  request.mutable_update_mask()->add_paths("display_name");
  plan.send = Unary<Cities>(&Cities::Stub::UpdateCity, std::move(request));
  return plan;
}

Plan CreateTwinning(ClientMind* mind, const std::string& one, const std::string& other) {
  const std::string id = absl::StrCat("of-", mind->number, "-", mind->made++);
  Plan plan = NewPlan(mind, "CreateTwinning", "twinnings/" + id, 0);
  registry::v1::CreateTwinningRequest request;
  request.set_request_id(plan.request_id);
  request.set_twinning_id(id);
  request.mutable_twinning()->set_kind(Twinning::KIND_TWINNING);
  request.mutable_twinning()->add_sides()->set_city(one);
  request.mutable_twinning()->add_sides()->set_city(other);
  plan.send = Unary<Twinnings>(&Twinnings::Stub::CreateTwinning, std::move(request));
  return plan;
}

// Returns a call whose request has only a request id, a name and an etag.
template <typename Service, typename Request, typename Resource>
Plan Named(ClientMind* mind, const std::string& method, const std::string& name, Revision guard,
           grpc::Status (Service::Stub::*stub)(grpc::ClientContext*, const Request&, Resource*)) {
  Plan plan = NewPlan(mind, method, name, guard);
  Request request;
  request.set_request_id(plan.request_id);
  request.set_name(name);
  if (guard > 0) request.set_etag(EtagOf(guard));
  plan.send = Unary<Service>(stub, std::move(request));
  return plan;
}

// Returns a correction of one of the first steps. The service refuses it if there is no such
// effective step, or if the ledger would not be legal.
Plan Correct(ClientMind* mind, const std::string& name, Revision guard) {
  using registry::v1::LedgerEntry;
  constexpr LedgerEntry::Step kSteps[] = {LedgerEntry::STEP_VOID, LedgerEntry::STEP_SIGN,
                                          LedgerEntry::STEP_SUSPEND, LedgerEntry::STEP_END};
  Plan plan = NewPlan(mind, "CorrectTwinningLedger", name, guard);
  registry::v1::CorrectTwinningLedgerRequest request;
  request.set_request_id(plan.request_id);
  request.set_name(name);
  if (guard > 0) request.set_etag(EtagOf(guard));
  auto* correction = request.add_corrections();
  correction->set_supersedes(absl::StrCat(1 + mind->Below(3)));
  correction->set_step(kSteps[mind->Below(4)]);
  plan.send = Unary<Twinnings>(&Twinnings::Stub::CorrectTwinningLedger, std::move(request));
  return plan;
}

// Returns a step of a twinning's life cycle, or a correction of one. The service refuses a step
// that is not legal from the current state.
Plan Step(ClientMind* mind, const std::string& name, Revision guard) {
  using Stub = Twinnings::Stub;
  switch (mind->Below(7)) {
    case 0:
    case 1:
      return Named<Twinnings>(mind, "SignTwinning", name, guard, &Stub::SignTwinning);
    case 2:
      return Named<Twinnings>(mind, "SuspendTwinning", name, guard, &Stub::SuspendTwinning);
    case 3:
      return Named<Twinnings>(mind, "MarkTwinningDormant", name, guard, &Stub::MarkTwinningDormant);
    case 4:
      return Named<Twinnings>(mind, "ReactivateTwinning", name, guard, &Stub::ReactivateTwinning);
    case 5:
      return Correct(mind, name, guard);
    default:
      return Named<Twinnings>(mind, "EndTwinning", name, guard, &Stub::EndTwinning);
  }
}

// Returns a city that the client knows, or a shared one.
std::string SomeCity(ClientMind* mind) {
  if (!mind->known.empty() && mind->Below(2) == 0) {
    const auto picked =
        std::next(mind->known.begin(), mind->Below(static_cast<int>(mind->known.size())));
    if (!IsTwinning(picked->first)) return picked->first;
  }
  return SharedCity(mind->Below(kSharedCities));
}

Plan ChangeCity(ClientMind* mind, const std::string& name, Revision guard) {
  using Stub = Cities::Stub;
  switch (mind->Below(8)) {
    case 0:
      return Named<Cities>(mind, "DeleteCity", name, guard, &Stub::DeleteCity);
    case 1:
      return Named<Cities>(mind, "UndeleteCity", name, guard, &Stub::UndeleteCity);
    default:
      return UpdateCity(mind, name, guard);
  }
}

}  // namespace

absl::Status RegistrySubject::Start(DataOptions data) {
  RegistryAppOptions options;
  options.data = std::move(data);
  options.store.recovery_interval = absl::Milliseconds(10);
  // Never expect readers, so that the view usually shows a write only when a reader needs it.
  options.data.showing.readers_expected = absl::ZeroDuration();
  JUMELAGE_ASSIGN_OR_RETURN(app_, RegistryApp::Start(std::move(options)));
  return absl::OkStatus();
}

Plan RegistrySubject::NextWrite(ClientMind* mind) const {
  const int choice = mind->Below(100);
  if (choice < 15 || mind->known.empty()) {
    return CreateCity(mind, absl::StrCat("cities/of-", mind->number, "-", mind->made++));
  }
  if (choice < 20) return CreateCity(mind, SharedCity(mind->Below(kSharedCities)));
  if (choice < 40) return CreateTwinning(mind, SomeCity(mind), SomeCity(mind));
  const auto picked =
      std::next(mind->known.begin(), mind->Below(static_cast<int>(mind->known.size())));
  const std::string& name = picked->first;
  Revision guard = choice < 70 ? picked->second.revision : 0;
  const auto former = mind->former.find(name);
  if (choice >= 92 && former != mind->former.end()) guard = former->second;
  return IsTwinning(name) ? Step(mind, name, guard) : ChangeCity(mind, name, guard);
}

Plan RegistrySubject::Get(const std::string& name) const {
  Plan plan;
  plan.resource = name;
  if (IsTwinning(name)) {
    plan.method = "GetTwinning";
    registry::v1::GetTwinningRequest request;
    request.set_name(name);
    plan.send = Unary<Twinnings>(&Twinnings::Stub::GetTwinning, std::move(request));
  } else {
    plan.method = "GetCity";
    registry::v1::GetCityRequest request;
    request.set_name(name);
    plan.send = Unary<Cities>(&Cities::Stub::GetCity, std::move(request));
  }
  return plan;
}

std::vector<std::string> RegistrySubject::SharedNames() const {
  std::vector<std::string> names;
  for (int i = 0; i < kSharedCities; ++i) names.push_back(SharedCity(i));
  return names;
}

std::vector<WatchTarget> RegistrySubject::Targets() const {
  WatchTarget twinnings;
  twinnings.resource_types = {"registry.jumelage/Twinning"};
  twinnings.filter.collections = {"twinnings"};
  WatchTarget shared;
  shared.names = SharedNames();
  shared.filter.names.insert(shared.names.begin(), shared.names.end());
  return {WatchTarget(), twinnings, shared};
}

std::unique_ptr<WatchCall> RegistrySubject::Watch(const std::shared_ptr<grpc::Channel>& channel,
                                                  const WatchTarget& target,
                                                  const std::optional<Position>& after) const {
  return std::make_unique<TypedWatchCall<registry::v1::WatchService, registry::v1::WatchRequest,
                                         registry::v1::WatchResponse>>(channel, target, after);
}

std::vector<std::string> RegistrySubject::Trace(const std::string& name,
                                                const std::string& bytes) const {
  if (!IsTwinning(name)) {
    City city;
    if (!city.ParseFromString(bytes)) return {};
    return {city.create_time().SerializeAsString()};
  }
  Twinning twinning;
  if (!twinning.ParseFromString(bytes)) return {};
  std::vector<std::string> trace = {twinning.create_time().SerializeAsString()};
  // Ledgers are append-only.
  for (const auto& entry : twinning.ledger()) trace.push_back(entry.SerializeAsString());
  return trace;
}

}  // namespace jumelage
