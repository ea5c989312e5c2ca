#include "registry_service/testing/live_registry.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <utility>

#include "absl/time/civil_time.h"
#include "common/rpc/position.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage {
namespace {

// A time in the past. The deadlines of calls are real times, so they are in the future on this
// clock.
constexpr absl::CivilHour kNow(2024, 5, 9, 12);

template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload("type.googleapis.com/" + Detail::descriptor()->full_name());
  if (payload.has_value()) detail.ParseFromString(std::string(*payload));
  return detail;
}

}  // namespace

std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : bad_request.field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

std::vector<std::string> PreconditionSubjects(const absl::Status& status) {
  std::vector<std::string> subjects;
  const auto failure = DetailOf<google::rpc::PreconditionFailure>(status);
  for (const auto& violation : failure.violations()) {
    subjects.push_back(violation.subject());
  }
  return subjects;
}

std::string ResourceInErrorInfo(const absl::Status& status) {
  return DetailOf<google::rpc::ResourceInfo>(status).resource_name();
}

LiveRegistry::LiveRegistry(absl::Duration keep_history)
    : clock_(absl::FromCivil(kNow, absl::UTCTimeZone())), keep_history_(keep_history) {
  Start();
}

LiveRegistry::~LiveRegistry() = default;

void LiveRegistry::Start() {
  RegistryAppOptions options;
  options.data.data_dir = dir_.path();
  options.store.clock = &clock_;
  options.store.keep_history = keep_history_;
  absl::StatusOr<std::unique_ptr<RegistryApp>> app = RegistryApp::Start(std::move(options));
  if (!app.ok()) {
    std::cerr << "the registry can't start: " << app.status() << std::endl;
    std::abort();
  }
  app_ = *std::move(app);
  grpc::ChannelArguments arguments;
  // Use a separate channel each time the service starts. A shared channel would still refer to the
  // server that was stopped.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const std::shared_ptr<grpc::Channel> channel =
      grpc::CreateCustomChannel(app_->address(), grpc::InsecureChannelCredentials(), arguments);
  agreements_ = registry::v1::AgreementService::NewStub(channel);
  cities_ = registry::v1::CityService::NewStub(channel);
  history_ = registry::v1::HistoryService::NewStub(channel);
  networks_ = registry::v1::NetworkService::NewStub(channel);
  organizations_ = registry::v1::OrganizationService::NewStub(channel);
  transfers_ = registry::v1::TransferService::NewStub(channel);
  twinnings_ = registry::v1::TwinningService::NewStub(channel);
}

void LiveRegistry::Restart() {
  app_.reset();
  Start();
}

void LiveRegistry::RestartWithoutView() {
  app_.reset();
  std::filesystem::remove(data_dir() + "/view.db");
  Start();
}

void LiveRegistry::TakePosition(const grpc::ClientContext& context) {
  const std::optional<Position> position = PositionIn(context, kPositionMetadata);
  position_ = position ? FormatPosition(*position) : "";
}

absl::StatusOr<registry::v1::City> LiveRegistry::CreateCity(const std::string& id,
                                                            const std::string& city) {
  registry::v1::CreateCityRequest request;
  request.set_city_id(id);
  *request.mutable_city() = ParseText<registry::v1::City>(city);
  return Call(cities(), &Cities::CreateCity, request);
}

absl::StatusOr<registry::v1::Organization> LiveRegistry::CreateOrganization(
    const std::string& id, const std::string& organization) {
  registry::v1::CreateOrganizationRequest request;
  request.set_organization_id(id);
  *request.mutable_organization() = ParseText<registry::v1::Organization>(organization);
  return Call(organizations(), &Organizations::CreateOrganization, request);
}

absl::StatusOr<registry::v1::Agreement> LiveRegistry::CreateAgreement(
    const std::string& id, const std::string& agreement) {
  registry::v1::CreateAgreementRequest request;
  request.set_agreement_id(id);
  *request.mutable_agreement() = ParseText<registry::v1::Agreement>(agreement);
  return Call(agreements(), &Agreements::CreateAgreement, request);
}

absl::StatusOr<registry::v1::Twinning> LiveRegistry::CreateTwinning(const std::string& id,
                                                                    const std::string& twinning) {
  registry::v1::CreateTwinningRequest request;
  request.set_twinning_id(id);
  *request.mutable_twinning() = ParseText<registry::v1::Twinning>(twinning);
  return Call(twinnings(), &Twinnings::CreateTwinning, request);
}

absl::StatusOr<registry::v1::City> LiveRegistry::GetCity(const std::string& name) {
  registry::v1::GetCityRequest request;
  request.set_name(name);
  return Call(cities(), &Cities::GetCity, request);
}

absl::StatusOr<registry::v1::Twinning> LiveRegistry::GetTwinning(const std::string& name) {
  registry::v1::GetTwinningRequest request;
  request.set_name(name);
  return Call(twinnings(), &Twinnings::GetTwinning, request);
}

}  // namespace jumelage
