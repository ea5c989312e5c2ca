#include "projects_service/follower/registry_lookup.h"

#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"
#include "projects_service/follower/watch_assembler.h"

namespace jumelage {
namespace {

constexpr int kFirstReconnectMs = 100;
constexpr int kLastReconnectMs = 2000;

// Returns the log id in the metadata of an answer (G3), or "" if the answer has none.
std::string LogOf(const grpc::ClientContext& context) {
  const std::optional<Position> position = PositionIn(context, kPositionMetadata);
  return position ? position->log_id : "";
}

}  // namespace

// The calls that one Fetch makes. The pending calls keep the object alive.
class RegistryLookup::Questions : public std::enable_shared_from_this<Questions> {
 public:
  Questions(const RegistryLookup* lookup, std::vector<std::string> names, absl::Time deadline,
            std::function<void(RegistryAnswers)> done)
      : lookup_(lookup), names_(std::move(names)), deadline_(deadline), done_(std::move(done)) {}

  void Start() {
    if (names_.empty()) return done_({});
    for (int i = 0; i < kConcurrentQuestions; ++i) AskNext();
  }

 private:
  template <typename Request, typename Response>
  struct Call {
    grpc::ClientContext context;
    Request request;
    Response response;
  };

  void AskNext() {
    std::string name;
    {
      MutexLock lock(&mu_);
      if (next_ == names_.size()) return;
      name = names_[next_++];
    }
    using registry::v1::AgreementService;
    using registry::v1::CityService;
    using registry::v1::OrganizationService;
    using registry::v1::TwinningService;
    if (absl::StartsWith(name, "cities/")) {
      Ask(*lookup_->cities_->async(), &CityService::StubInterface::async_interface::GetCity, name);
    } else if (absl::StartsWith(name, "organizations/")) {
      Ask(*lookup_->organizations_->async(),
          &OrganizationService::StubInterface::async_interface::GetOrganization, name);
    } else if (absl::StartsWith(name, "agreements/")) {
      Ask(*lookup_->agreements_->async(),
          &AgreementService::StubInterface::async_interface::GetAgreement, name);
    } else {
      Ask(*lookup_->twinnings_->async(),
          &TwinningService::StubInterface::async_interface::GetTwinning, name);
    }
  }

  template <typename Async, typename Request, typename Response>
  void Ask(Async& stub,
           void (Async::*get)(grpc::ClientContext*, const Request*, Response*,
                              std::function<void(grpc::Status)>),
           const std::string& name) {
    auto call = std::make_shared<Call<Request, Response>>();
    call->context.set_deadline(absl::ToChronoTime(deadline_));
    call->request.set_name(name);
    (stub.*get)(&call->context, &call->request, &call->response,
                [self = shared_from_this(), call](const grpc::Status& status) {
                  self->Answered(call->request.name(), FromGrpcStatus(status), LogOf(call->context),
                                 ToFollowed(call->response));
                });
  }

  void Answered(const std::string& name, const absl::Status& status, const std::string& log_id,
                FollowedChange found) {
    RegistryAnswers all;
    bool last = false;
    {
      MutexLock lock(&mu_);
      // Revisions of different logs can't be compared, so only answers from the first answer's log
      // are used.
      if (answers_.log_id.empty()) answers_.log_id = log_id;
      const bool usable = !log_id.empty() && log_id == answers_.log_id;
      if (usable && status.ok()) {
        answers_.found.push_back(std::move(found));
      } else if (usable && ErrorReason(status) == "RESOURCE_NOT_FOUND") {
        answers_.absent.push_back(name);
      } else {
        answers_.unanswered.push_back(name);
      }
      last = ++answered_ == names_.size();
      if (last) all = std::move(answers_);
    }
    if (last) {
      done_(std::move(all));
    } else {
      AskNext();
    }
  }

  const RegistryLookup* const lookup_;
  const std::vector<std::string> names_;
  const absl::Time deadline_;
  const std::function<void(RegistryAnswers)> done_;

  Mutex mu_;
  size_t next_ ABSL_GUARDED_BY(mu_) = 0;
  size_t answered_ ABSL_GUARDED_BY(mu_) = 0;
  RegistryAnswers answers_ ABSL_GUARDED_BY(mu_);
};

RegistryLookup::RegistryLookup(const std::shared_ptr<grpc::ChannelInterface>& channel)
    : cities_(registry::v1::CityService::NewStub(channel)),
      organizations_(registry::v1::OrganizationService::NewStub(channel)),
      agreements_(registry::v1::AgreementService::NewStub(channel)),
      twinnings_(registry::v1::TwinningService::NewStub(channel)) {}

void RegistryLookup::Fetch(std::vector<std::string> names, absl::Time deadline,
                           std::function<void(RegistryAnswers)> done) {
  std::make_shared<Questions>(this, std::move(names), deadline, std::move(done))->Start();
}

std::shared_ptr<grpc::Channel> DialRegistry(const std::string& target) {
  grpc::ChannelArguments arguments;
  // With gRPC's default delay of up to two minutes between attempts to reconnect, calls could still
  // fail long after the registry is back.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLastReconnectMs);
  // The default limit on message sizes is enough: the registry's watch messages (W4) are smaller.
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace jumelage
