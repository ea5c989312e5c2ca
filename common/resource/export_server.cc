#include "common/resource/export_server.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/resource_type.h"
#include "common/rpc/raw.h"
#include "common/rpc/status.h"
#include "common/store/history.h"
#include "common/values/field_checks.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The limits of one read and of its message. The read runs in a transaction of the view, which must
// be short.
constexpr int64_t kStretchBytes = int64_t{1} << 19;
constexpr absl::Duration kStretchTime = absl::Milliseconds(300);

// Fields whose values are meaningful only in this service.
constexpr const char* kKeptHere[] = {"etag", "revision", "create_time", "update_time"};

// Returns the field of `record` that holds resources of type `type`, or null if there is none.
const FieldDescriptor* FieldFor(const google::protobuf::Descriptor* type, const Message& record) {
  const google::protobuf::OneofDescriptor* const oneof =
      record.GetDescriptor()->FindOneofByName("record");
  for (int i = 0; oneof != nullptr && i < oneof->field_count(); ++i) {
    if (oneof->field(i)->message_type() == type) return oneof->field(i);
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<std::vector<const TableBase*>> SelectTables(
    const ViewSchema& schema, const google::protobuf::RepeatedPtrField<std::string>& types) {
  Violations violations;
  absl::flat_hash_set<std::string> wanted;
  for (int i = 0; i < types.size(); ++i) {
    const bool known = std::any_of(
        schema.tables.begin(), schema.tables.end(),
        [&](const TableBase* table) { return ResourceType(table->descriptor()) == types[i]; });
    if (!known) {
      violations.Add(Indexed("resource_types", i), "is not a resource type of this service");
    } else if (!wanted.insert(types[i]).second) {
      violations.Add(Indexed("resource_types", i), "occurs twice");
    }
  }
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  std::vector<const TableBase*> selected;
  for (const TableBase* table : schema.tables) {
    if (wanted.empty() || wanted.contains(ResourceType(table->descriptor()))) {
      selected.push_back(table);
    }
  }
  return selected;
}

ExportFormat::ExportFormat(const Message* response)
    : response_(*response),
      records_(response->GetDescriptor()->FindFieldByName("records")),
      revision_(response->GetDescriptor()->FindFieldByName("revision")) {}

std::unique_ptr<Message> ExportFormat::NewResponse(Revision revision) const {
  std::unique_ptr<Message> made(response_.New());
  made->GetReflection()->SetInt64(made.get(), revision_, revision);
  return made;
}

bool ExportFormat::Add(const TableBase& table, const std::string& bytes, Message* response) const {
  Message* const record = response->GetReflection()->AddMessage(response, records_);
  const FieldDescriptor* const field = FieldFor(table.descriptor(), *record);
  if (field == nullptr) return false;
  Message* const resource = record->GetReflection()->MutableMessage(record, field);
  if (!resource->ParseFromString(bytes)) return false;
  for (const char* name : kKeptHere) {
    resource->GetReflection()->ClearField(resource, table.descriptor()->FindFieldByName(name));
  }
  return true;
}

bool ExportFormat::HasRecords(const Message& response) const {
  return response.GetReflection()->FieldSize(response, records_) > 0;
}

ExportServer::Reactor* ExportServer::Start(grpc::CallbackServerContext* context,
                                           absl::StatusOr<Tables> tables) {
  absl::Status refusal = tables.status();
  auto stream = std::make_shared<ExportStream>(this, &handler_, context, format_,
                                               tables.ok() ? *std::move(tables) : Tables());
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
  position_ = handler_.PublishedPosition();
  ReadNext();
}

void ExportStream::End(const absl::Status& status) {
  MutexLock lock(&mu_);
  if (state_ != State::kFinished) FinishNow(status);
}

void ExportStream::FinishNow(const absl::Status& status) {
  state_ = State::kFinished;
  if (!status.ok()) {
    handler_.AddPosition(context_, handler_.PublishedPosition(), nullptr, status);
  }
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
  absl::StatusOr<grpc::ByteBuffer> stretch =
      snapshot.ok() ? ReadStretch(*snapshot) : snapshot.status();
  MutexLock lock(&mu_);
  if (state_ == State::kFinished) return;
  if (!stretch.ok()) return FinishNow(ErrorForCaller(stretch.status()));
  writing_ = *std::move(stretch);
  state_ = State::kWriting;
  if (!std::exchange(begun_, true)) {
    handler_.AddPosition(context_, position_, nullptr, absl::OkStatus());
  }
  StartWrite(&writing_);
}

absl::StatusOr<grpc::ByteBuffer> ExportStream::ReadStretch(const Snapshot& snapshot) {
  const absl::Time start = Clock::Real()->Now();
  const auto wanted = [this] {
    return finished() ? absl::CancelledError("the export has ended") : absl::OkStatus();
  };
  StateReader reader(&store_.log());
  const std::unique_ptr<Message> response = format_.NewResponse(position_.revision);
  const auto answer = [&] { return CopiedBytes(response->SerializeAsString()); };
  // Each read takes at least one row, however slow the disk is.
  bool taken = false;
  while (!format_.HasRecords(*response) && table_ < tables_.size()) {
    const TableBase& table = *tables_[table_];
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<StoredResource> rows,
                              table.Scan(snapshot.db, last_name_, kStretchBytes));
    if (rows.empty()) {
      last_name_.clear();
      ++table_;
    }
    for (StoredResource& row : rows) {
      if (taken && Clock::Real()->Now() - start > kStretchTime) return answer();
      taken = true;
      last_name_ = row.name;
      JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> state,
                                StateAt(reader, std::move(row), position_.revision, wanted));
      if (state && !format_.Add(table, state->bytes, response.get())) {
        return absl::DataLossError(absl::StrCat("the view holds an unreadable ", state->name));
      }
    }
  }
  return answer();
}

void ExportStream::OnWriteDone(bool ok) {
  MutexLock lock(&mu_);
  if (state_ == State::kFinished) return;
  if (!ok) return FinishNow(absl::CancelledError("the client went away"));
  if (table_ == tables_.size()) return FinishNow(absl::OkStatus());
  ReadNext();
}

void ExportStream::OnCancel() {
  // Does not wait for a write in progress: behind a proxy, that write may not fail until minutes
  // later.
  End(absl::CancelledError("the client cancelled the export"));
}

void ExportStream::OnDone() { server_->Remove(this); }

}  // namespace jumelage
