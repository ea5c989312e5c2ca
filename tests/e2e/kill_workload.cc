#include "tests/e2e/kill_workload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/rpc/status.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "tests/support/processes.h"

namespace jumelage {
namespace {

using registry::v1::City;

std::string NewRequestId() { return FormatUuid(IdSource::Real()->UuidBytes()); }

// Returns whether the service itself refused the write. With any other code, the service may have
// died during the call.
bool IsRefusal(const absl::Status& status) {
  return absl::IsAlreadyExists(status) || absl::IsAborted(status);
}

}  // namespace

std::shared_ptr<grpc::Channel> ConnectEagerly(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void Counter::Increment() {
  MutexLock lock(&mu_);
  ++value_;
  changed_.SignalAll();
}

int Counter::value() const {
  MutexLock lock(&mu_);
  return value_;
}

absl::Status Counter::AwaitAtLeast(int count) {
  const absl::Time deadline = Clock::Real()->Now() + kProcessDeadline;
  MutexLock lock(&mu_);
  while (value_ < count) {
    const absl::Duration left = deadline - Clock::Real()->Now();
    if (left <= absl::ZeroDuration()) {
      return absl::DeadlineExceededError(
          absl::StrCat("only ", value_, " of ", count, " writes were acknowledged"));
    }
    changed_.WaitFor(&mu_, left);
  }
  return absl::OkStatus();
}

Writer::Writer(std::string id, uint32_t seed, Counter* acknowledged)
    : id_(std::move(id)), acknowledged_(acknowledged), random_(seed) {}

void Writer::Run(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = registry::v1::CityService::NewStub(channel);
  do {
    writes_.push_back(NextWrite());
    Send(*stub, &writes_.back());
  } while (writes_.back().outcome != Write::Outcome::kUnknown);
}

absl::Status Writer::SettleUnknown(const std::shared_ptr<grpc::Channel>& channel) {
  if (writes_.empty() || writes_.back().outcome != Write::Outcome::kUnknown) {
    return absl::InternalError("the writer ended without being interrupted");
  }
  Write& write = writes_.back();
  const auto stub = registry::v1::CityService::NewStub(channel);
  registry::v1::GetCityRequest get;
  get.set_name(write.name);
  City city;
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  absl::Status got = FromGrpcStatus(stub->GetCity(&context, get, &city));
  if (!got.ok() && !absl::IsNotFound(got)) return got;
  const bool done = !write.doomed && city.display_name() == write.display_name;
  if (!done && city.display_name() != DisplayNameOf(write.name)) {
    return absl::InternalError(absl::StrCat(
        write.name, " is neither as before nor as requested: ", city.ShortDebugString()));
  }
  Send(*stub, &write);
  const Write::Outcome wanted =
      write.doomed ? Write::Outcome::kRefused : Write::Outcome::kAcknowledged;
  if (write.outcome == wanted) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("repeating the write of ", write.name,
                                          " with its request_id: ", write.status.ToString()));
}

std::string Writer::DisplayNameOf(const std::string& city) const {
  for (const Known& known : cities_) {
    if (known.name == city) return known.display_name;
  }
  return "";
}

Write Writer::NextWrite() {
  const uint32_t choice = cities_.empty() ? 0 : random_() % 10;
  if (choice < 5) return CreateOf(absl::StrCat(id_, "-", created_++));
  const Known& city = cities_[random_() % cities_.size()];
  if (choice < 8) return UpdateOf(city, city.etag);
  const bool stale = choice == 8 && !city.former_etag.empty();
  Write write = stale ? UpdateOf(city, city.former_etag)
                      : CreateOf(std::string(absl::StripPrefix(city.name, "cities/")));
  write.doomed = true;
  return write;
}

Write Writer::CreateOf(const std::string& id) {
  Write write;
  write.name = "cities/" + id;
  write.display_name = NewMark();
  write.create.emplace();
  write.create->set_city_id(id);
  write.create->set_request_id(NewRequestId());
  write.create->mutable_city()->set_display_name(write.display_name);
  return write;
}

Write Writer::UpdateOf(const Known& city, const std::string& etag) {
  Write write;
  write.name = city.name;
  write.display_name = NewMark();
  write.update.emplace();
  write.update->set_request_id(NewRequestId());
  write.update->mutable_city()->set_name(city.name);
  write.update->mutable_city()->set_etag(etag);
  write.update->mutable_city()->set_display_name(write.display_name);
  write.update->mutable_update_mask()->add_paths("display_name");
  return write;
}

void Writer::Send(registry::v1::CityService::Stub& stub, Write* write) {
  grpc::ClientContext context;
  City city;
  const grpc::Status status = write->create ? stub.CreateCity(&context, *write->create, &city)
                                            : stub.UpdateCity(&context, *write->update, &city);
  Record(context, status, city, write);
}

void Writer::Record(const grpc::ClientContext& context, const grpc::Status& status,
                    const City& city, Write* write) {
  write->status = FromGrpcStatus(status);
  const std::optional<Position> position = PositionIn(context, kPositionMetadata);
  if (position) positions_.push_back(*position);
  if (status.ok()) {
    write->outcome = Write::Outcome::kAcknowledged;
    write->revision = city.revision();
    Learn(city);
    acknowledged_->Increment();
  } else {
    write->outcome = IsRefusal(write->status) ? Write::Outcome::kRefused : Write::Outcome::kUnknown;
  }
}

void Writer::Learn(const City& city) {
  for (Known& known : cities_) {
    if (known.name != city.name()) continue;
    known.former_etag = std::exchange(known.etag, city.etag());
    known.display_name = city.display_name();
    return;
  }
  cities_.push_back({city.name(), city.display_name(), city.etag(), ""});
}

std::string Writer::NewMark() { return absl::StrCat(id_, " write ", marks_++); }

}  // namespace jumelage
