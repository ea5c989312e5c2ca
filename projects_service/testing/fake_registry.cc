#include "projects_service/testing/fake_registry.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/rpc/position.h"
#include "common/rpc/status.h"

namespace jumelage {
namespace {

constexpr absl::Duration kProgressInterval = absl::Milliseconds(20);
constexpr int kPageSize = 2;

}  // namespace

class FakeRegistry::Cities : public registry::v1::CityService::Service {
 public:
  explicit Cities(FakeRegistry* registry) : registry_(registry) {}
  grpc::Status GetCity(grpc::ServerContext* context, const registry::v1::GetCityRequest* request,
                       registry::v1::City* response) override {
    return registry_->Get(context, request->name(), &Change::city, response);
  }

 private:
  FakeRegistry* const registry_;
};

class FakeRegistry::Organizations : public registry::v1::OrganizationService::Service {
 public:
  explicit Organizations(FakeRegistry* registry) : registry_(registry) {}
  grpc::Status GetOrganization(grpc::ServerContext* context,
                               const registry::v1::GetOrganizationRequest* request,
                               registry::v1::Organization* response) override {
    return registry_->Get(context, request->name(), &Change::organization, response);
  }

 private:
  FakeRegistry* const registry_;
};

class FakeRegistry::Agreements : public registry::v1::AgreementService::Service {
 public:
  explicit Agreements(FakeRegistry* registry) : registry_(registry) {}
  grpc::Status GetAgreement(grpc::ServerContext* context,
                            const registry::v1::GetAgreementRequest* request,
                            registry::v1::Agreement* response) override {
    return registry_->Get(context, request->name(), &Change::agreement, response);
  }

 private:
  FakeRegistry* const registry_;
};

class FakeRegistry::Twinnings : public registry::v1::TwinningService::Service {
 public:
  explicit Twinnings(FakeRegistry* registry) : registry_(registry) {}
  grpc::Status GetTwinning(grpc::ServerContext* context,
                           const registry::v1::GetTwinningRequest* request,
                           registry::v1::Twinning* response) override {
    return registry_->Get(context, request->name(), &Change::twinning, response);
  }

 private:
  FakeRegistry* const registry_;
};

class FakeRegistry::Watches : public registry::v1::WatchService::Service {
 public:
  explicit Watches(FakeRegistry* registry) : registry_(registry) {}
  grpc::Status Watch(grpc::ServerContext* context, const registry::v1::WatchRequest* request,
                     Writer* writer) override {
    return registry_->Watch(context, *request, writer);
  }

 private:
  FakeRegistry* const registry_;
};

FakeRegistry::FakeRegistry()
    : cities_(std::make_unique<Cities>(this)),
      organizations_(std::make_unique<Organizations>(this)),
      agreements_(std::make_unique<Agreements>(this)),
      twinnings_(std::make_unique<Twinnings>(this)),
      watches_(std::make_unique<Watches>(this)) {
  Start();
}

FakeRegistry::~FakeRegistry() { Stop(); }

void FakeRegistry::Start() {
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  int port = 0;
  builder.AddListeningPort(address(), grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(cities_.get());
  builder.RegisterService(organizations_.get());
  builder.RegisterService(agreements_.get());
  builder.RegisterService(twinnings_.get());
  builder.RegisterService(watches_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) std::abort();
}

void FakeRegistry::Stop() {
  if (server_ == nullptr) return;
  CutStreams();
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
  server_.reset();
}

int64_t FakeRegistry::head() const {
  MutexLock lock(&mu_);
  return head_;
}

std::string FakeRegistry::log_id() const {
  MutexLock lock(&mu_);
  return log_id_;
}

Position FakeRegistry::position() const {
  MutexLock lock(&mu_);
  return PositionAt(head_);
}

Position FakeRegistry::PositionAt(int64_t revision) const {
  Position position{log_id_, revision};
  for (const registry::v1::Commit& commit : log_) {
    if (commit.revision() == revision) position.mark = MarkOf(commit.commit_id());
  }
  return position;
}

FakeRegistry::Change FakeRegistry::Make(const std::string& name, const std::string& display_name,
                                        bool deleted) const {
  Change change;
  change.set_name(name);
  const int64_t revision = head_ + 1;
  const auto fill = [&](auto* resource) {
    resource->set_name(name);
    resource->set_revision(revision);
    if (deleted) resource->mutable_delete_time()->set_seconds(1);
  };
  if (absl::StartsWith(name, "cities/")) {
    fill(change.mutable_city());
    change.mutable_city()->set_display_name(display_name);
  } else if (absl::StartsWith(name, "organizations/")) {
    fill(change.mutable_organization());
    change.mutable_organization()->set_display_name(display_name);
  } else if (absl::StartsWith(name, "agreements/")) {
    fill(change.mutable_agreement());
    change.mutable_agreement()->set_display_name(display_name);
  } else {
    fill(change.mutable_twinning());
  }
  return change;
}

void FakeRegistry::Commit(std::vector<Change> changes) {
  registry::v1::Commit commit;
  commit.set_revision(++head_);
  commit.set_commit_id(absl::StrFormat("%-16d", ++commits_made_));
  commit.set_last_part(true);
  commit.set_position(FormatPosition({log_id_, head_, MarkOf(commit.commit_id())}));
  for (Change& change : changes) {
    change.set_revision(head_);
    if (change.has_removed()) {
      current_.erase(change.name());
    } else {
      current_[change.name()] = change;
    }
    *commit.add_changes() = std::move(change);
  }
  log_.push_back(std::move(commit));
  changed_.SignalAll();
}

void FakeRegistry::Put(const std::string& name, const std::string& display_name) {
  MutexLock lock(&mu_);
  Commit({Make(name, display_name, /*deleted=*/false)});
}

void FakeRegistry::Delete(const std::string& name) {
  MutexLock lock(&mu_);
  const auto found = current_.find(name);
  if (found == current_.end()) std::abort();
  const std::string display_name = found->second.city().display_name() +
                                   found->second.organization().display_name() +
                                   found->second.agreement().display_name();
  Commit({Make(name, display_name, /*deleted=*/true)});
}

void FakeRegistry::Purge(const std::string& name) {
  MutexLock lock(&mu_);
  Change change;
  change.set_name(name);
  change.mutable_removed();
  Commit({std::move(change)});
}

void FakeRegistry::PutAll(const std::vector<std::string>& names) {
  MutexLock lock(&mu_);
  std::vector<Change> changes;
  for (const std::string& name : names) changes.push_back(Make(name, name, /*deleted=*/false));
  Commit(std::move(changes));
}

void FakeRegistry::CutStreams() {
  MutexLock lock(&mu_);
  ++generation_;
  changed_.SignalAll();
}

void FakeRegistry::Compact() {
  MutexLock lock(&mu_);
  compacted_ = head_;
  log_.clear();
}

void FakeRegistry::BecomeOtherLog(const std::string& log_id) {
  MutexLock lock(&mu_);
  log_id_ = log_id;
  head_ = 0;
  compacted_ = 0;
  log_.clear();
  current_.clear();
  ++generation_;
  changed_.SignalAll();
}

void FakeRegistry::GoBackTo(int64_t revision) {
  MutexLock lock(&mu_);
  const std::deque<registry::v1::Commit> log = std::move(log_);
  log_.clear();
  current_.clear();
  head_ = 0;
  for (const registry::v1::Commit& commit : log) {
    if (commit.revision() > revision) break;
    for (const Change& change : commit.changes()) {
      if (change.has_removed()) {
        current_.erase(change.name());
      } else {
        current_[change.name()] = change;
      }
    }
    head_ = commit.revision();
    log_.push_back(commit);
  }
  ++generation_;
  changed_.SignalAll();
}

template <typename R>
grpc::Status FakeRegistry::Get(grpc::ServerContext* context, const std::string& name,
                               const R& (Change::*field)() const, R* resource) {
  ++questions_;
  MutexLock lock(&mu_);
  const auto found = current_.find(name);
  if (found == current_.end()) {
    context->AddTrailingMetadata(kPositionMetadata, FormatPosition(PositionAt(head_)));
    return ToGrpcStatus(NotFoundError("resource", name));
  }
  context->AddInitialMetadata(kPositionMetadata, FormatPosition(PositionAt(head_)));
  *resource = (found->second.*field)();
  return grpc::Status::OK;
}

grpc::Status FakeRegistry::CheckStart(const registry::v1::WatchRequest& request) {
  MutexLock lock(&mu_);
  if (request.has_snapshot()) return grpc::Status::OK;
  const absl::StatusOr<Position> after = ParsePosition(request.after_position(), "after_position");
  if (!after.ok()) return ToGrpcStatus(after.status());
  const Position here = PositionAt(after->revision);
  const bool other_history = after->mark != 0 && here.mark != 0 && after->mark != here.mark;
  if (after->log_id != log_id_ || other_history) {
    return ToGrpcStatus(
        PositionOfOtherLogError(request.after_position(), FormatPosition(PositionAt(head_))));
  }
  if (after->revision > head_) return ToGrpcStatus(RevisionInFutureError(after->revision, head_));
  if (after->revision < compacted_) {
    return ToGrpcStatus(RevisionCompactedError(after->revision, compacted_ + 1));
  }
  return grpc::Status::OK;
}

bool FakeRegistry::SendCommit(Writer* writer, const std::string& log_id,
                              const registry::v1::Commit& commit) {
  Response response;
  response.set_log_id(log_id);
  if (!in_parts_) {
    *response.add_commits() = commit;
    return writer->Write(response);
  }
  for (int i = 0; i < commit.changes_size(); ++i) {
    response.clear_commits();
    registry::v1::Commit* const part = response.add_commits();
    part->set_revision(commit.revision());
    *part->add_changes() = commit.changes(i);
    part->set_commit_id(commit.commit_id());
    part->set_last_part(i + 1 == commit.changes_size());
    if (part->last_part()) part->set_position(commit.position());
    if (!writer->Write(response)) return false;
  }
  return true;
}

bool FakeRegistry::SendCommits(Stream* stream) {
  std::vector<registry::v1::Commit> commits;
  std::string log_id;
  {
    MutexLock lock(&mu_);
    log_id = log_id_;
    for (const registry::v1::Commit& commit : log_) {
      if (commit.revision() > stream->position) commits.push_back(commit);
    }
  }
  for (const registry::v1::Commit& commit : commits) {
    if (!SendCommit(stream->writer, log_id, commit)) return false;
    if (repeat_ && !SendCommit(stream->writer, log_id, commit)) return false;
    if (repeat_ && !SendCommit(stream->writer, log_id, commits.front())) return false;
    stream->position = commit.revision();
  }
  return true;
}

bool FakeRegistry::SendSnapshot(Stream* stream) {
  std::vector<Change> resources;
  std::string log_id;
  std::string position;
  {
    MutexLock lock(&mu_);
    log_id = log_id_;
    stream->position = head_;
    position = FormatPosition(PositionAt(head_));
    for (const auto& [name, change] : current_) resources.push_back(change);
  }
  Response page;
  page.set_log_id(log_id);
  for (size_t i = 0; i < resources.size(); ++i) {
    *page.mutable_snapshot()->add_resources() = resources[i];
    if ((i + 1) % kPageSize != 0 && i + 1 < resources.size()) continue;
    if (!stream->writer->Write(page)) return false;
    page.clear_snapshot();
  }
  if (cut_snapshots_) return false;
  Response marker;
  marker.set_log_id(log_id);
  marker.mutable_consistent()->set_revision(stream->position);
  marker.mutable_consistent()->set_position(position);
  return stream->writer->Write(marker);
}

bool FakeRegistry::WaitForMore(const Stream& stream) {
  MutexLock lock(&mu_);
  if (generation_ != stream.generation) return false;
  if (silent_ || head_ == stream.position) changed_.WaitFor(&mu_, kProgressInterval);
  return generation_ == stream.generation && !stream.context->IsCancelled();
}

grpc::Status FakeRegistry::Watch(grpc::ServerContext* context,
                                 const registry::v1::WatchRequest& request, Writer* writer) {
  ++(request.has_snapshot() ? snapshots_ : resumes_);
  grpc::Status valid = CheckStart(request);
  if (!valid.ok()) {
    context->AddTrailingMetadata(kPositionMetadata, FormatPosition(position()));
    return valid;
  }
  Stream stream;
  stream.context = context;
  stream.writer = writer;
  if (!request.has_snapshot()) {
    stream.position = ParsePosition(request.after_position(), "after_position")->revision;
  }
  {
    MutexLock lock(&mu_);
    stream.generation = generation_;
  }
  bool going = silent_ || !request.has_snapshot() || SendSnapshot(&stream);
  while (going) {
    if (!silent_) {
      Response progress;
      progress.set_log_id(log_id());
      going = SendCommits(&stream);
      progress.mutable_progress()->set_revision(stream.position);
      {
        MutexLock lock(&mu_);
        progress.mutable_progress()->set_position(FormatPosition(PositionAt(stream.position)));
      }
      going = going && writer->Write(progress);
    }
    going = going && WaitForMore(stream);
  }
  return ToGrpcStatus(ShuttingDownError());
}

}  // namespace jumelage
