#include "registry_service/service/transfer/export_server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status.h"
#include "common/store/history.h"

namespace jumelage {
namespace {

using registry::v1::ExportRecordsResponse;
using registry::v1::Record;

// What is read, and sent, at a time, and how long that may take: the transaction of the view that
// it is read in must be short.
constexpr int64_t kStretchBytes = int64_t{1} << 19;
constexpr absl::Duration kStretchTime = absl::Milliseconds(300);

// Fills a record of one type from a stored resource, without what tells of this registry alone.
template <typename R>
bool Fill(const std::string& bytes, R* resource) {
  if (!resource->ParseFromString(bytes)) return false;
  resource->clear_etag();
  resource->clear_revision();
  resource->clear_create_time();
  resource->clear_update_time();
  return true;
}

bool FillRecord(absl::string_view collection, const std::string& bytes, Record* record) {
  if (collection == "cities") return Fill(bytes, record->mutable_city());
  if (collection == "organizations") return Fill(bytes, record->mutable_organization());
  if (collection == "agreements") return Fill(bytes, record->mutable_agreement());
  return Fill(bytes, record->mutable_twinning());
}

}  // namespace

ExportServer::Reactor* ExportServer::Start(grpc::CallbackServerContext* context,
                                           absl::StatusOr<Tables> tables) {
  absl::Status refusal = tables.status();
  auto stream = std::make_shared<ExportStream>(this, &handler_.store(),
                                               tables.ok() ? *std::move(tables) : Tables());
  handler_.AddPosition(context, handler_.store().publication().revision(), nullptr);
  {
    MutexLock lock(&mu_);
    if (refusal.ok() && draining_) {
      refusal = ShuttingDownError();
    } else if (refusal.ok() && static_cast<int>(streams_.size()) >= kMaxExports) {
      refusal = OverloadedError("exports", absl::Seconds(1));
    }
    streams_.emplace(stream.get(), stream);
  }
  if (!refusal.ok()) {
    stream->End(refusal);
    return stream.get();
  }
  handler_.AwaitMinPosition(*context, [stream](const absl::Status& reached) {
    if (reached.ok()) {
      stream->Begin();
    } else {
      stream->End(reached);
    }
  });
  return stream.get();
}

void ExportServer::Drain() {
  std::vector<std::shared_ptr<ExportStream>> streams;
  {
    MutexLock lock(&mu_);
    draining_ = true;
    for (const auto& [key, stream] : streams_) streams.push_back(stream);
  }
  for (const std::shared_ptr<ExportStream>& stream : streams) stream->End(ShuttingDownError());
}

void ExportServer::Remove(ExportStream* stream) {
  std::shared_ptr<ExportStream> last;
  MutexLock lock(&mu_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  last = std::move(found->second);
  streams_.erase(found);
}

void ExportStream::Begin() {
  MutexLock lock(&mu_);
  if (state_ != State::kIdle) return;
  at_ = store_.publication().revision();
  ReadNext();
}

void ExportStream::End(const absl::Status& status) {
  MutexLock lock(&mu_);
  if (state_ != State::kFinished) FinishNow(status);
}

void ExportStream::FinishNow(const absl::Status& status) {
  state_ = State::kFinished;
  Finish(ToGrpcStatus(status));
}

bool ExportStream::finished() {
  MutexLock lock(&mu_);
  return state_ == State::kFinished;
}

void ExportStream::ReadNext() {
  state_ = State::kReading;
  store_.Read([self = shared_from_this()](absl::StatusOr<Snapshot> snapshot) {
    self->TakeSnapshot(std::move(snapshot));
  });
}

void ExportStream::TakeSnapshot(absl::StatusOr<Snapshot> snapshot) {
  absl::StatusOr<ExportRecordsResponse> stretch =
      snapshot.ok() ? ReadStretch(*snapshot) : snapshot.status();
  MutexLock lock(&mu_);
  if (state_ == State::kFinished) return;
  if (!stretch.ok()) return FinishNow(ErrorForCaller(stretch.status()));
  writing_ = *std::move(stretch);
  state_ = State::kWriting;
  StartWrite(&writing_);
}

absl::StatusOr<ExportRecordsResponse> ExportStream::ReadStretch(const Snapshot& snapshot) {
  const absl::Time start = Clock::Real()->Now();
  const auto wanted = [this] {
    return finished() ? absl::CancelledError("the export has ended") : absl::OkStatus();
  };
  StateReader reader(&store_.log());
  ExportRecordsResponse response;
  response.set_revision(at_);
  // Each stretch gets on, however long the disk takes.
  bool taken = false;
  while (response.records().empty() && table_ < tables_.size()) {
    const TableBase& table = *tables_[table_];
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<StoredResource> rows,
                              table.Scan(snapshot.db, last_name_, kStretchBytes));
    if (rows.empty()) {
      last_name_.clear();
      ++table_;
    }
    for (StoredResource& row : rows) {
      if (taken && Clock::Real()->Now() - start > kStretchTime) return response;
      taken = true;
      last_name_ = row.name;
      JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> state,
                                StateAt(reader, std::move(row), at_, wanted));
      if (state && !FillRecord(table.collection(), state->bytes, response.add_records())) {
        return absl::DataLossError(absl::StrCat("the view holds an unreadable ", state->name));
      }
    }
  }
  return response;
}

void ExportStream::OnWriteDone(bool ok) {
  MutexLock lock(&mu_);
  if (state_ == State::kFinished) return;
  if (!ok) return FinishNow(absl::CancelledError("the client went away"));
  if (table_ == tables_.size()) return FinishNow(absl::OkStatus());
  ReadNext();
}

void ExportStream::OnCancel() {
  // Not waiting for a write in progress: behind a proxy it may fail minutes later.
  End(absl::CancelledError("the client cancelled the export"));
}

void ExportStream::OnDone() { server_->Remove(this); }

}  // namespace jumelage
