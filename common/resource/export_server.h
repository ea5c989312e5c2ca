#ifndef JUMELAGE_COMMON_RESOURCE_EXPORT_SERVER_H_
#define JUMELAGE_COMMON_RESOURCE_EXPORT_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/mutex.h"
#include "common/rpc/handler.h"
#include "common/rpc/raw.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"

namespace jumelage {

class ExportStream;

// Returns the tables of the types to export, in the order of the schema; all tables if `types` is
// empty. Returns FIELD_INVALID (INVALID_ARGUMENT) with all violations if `types` is invalid.
absl::StatusOr<std::vector<const TableBase*>> SelectTables(
    const ViewSchema& schema, const google::protobuf::RepeatedPtrField<std::string>& types);

// Fills the ExportRecordsResponse of any service. The entries of its field `records` have a oneof
// `record` of resource messages, and its field `revision` is the revision of the exported state.
// Immutable and thread-safe.
class ExportFormat {
 public:
  // `response` is an empty message, and must outlive the format.
  explicit ExportFormat(const google::protobuf::Message* response);

  std::unique_ptr<google::protobuf::Message> NewResponse(Revision revision) const;
  // Adds a record of the table's type, without the fields whose values are meaningful only in this
  // service. Returns false if `bytes` is not such a resource, or if records have no field for it;
  // `response` must then be discarded.
  bool Add(const TableBase& table, const std::string& bytes,
           google::protobuf::Message* response) const;
  bool HasRecords(const google::protobuf::Message& response) const;

 private:
  const google::protobuf::Message& response_;
  const google::protobuf::FieldDescriptor* const records_;
  const google::protobuf::FieldDescriptor* const revision_;
};

// Serves the exports of a service, which are raw methods: starts their streams, limits their
// number, and ends them when the server drains. Thread-safe.
class ExportServer {
 public:
  using Reactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;
  // The tables to export, in order.
  using Tables = std::vector<const TableBase*>;

  // `handler`, its store and `response`, an empty ExportRecordsResponse, must outlive the server.
  ExportServer(const Handler* handler, const google::protobuf::Message* response)
      : handler_(*handler), format_(response) {}
  // Drains. The gRPC server must have stopped, so that gRPC no longer uses any stream.
  ~ExportServer() { Drain(); }

  // Returns the reactor of a new call. The call ends immediately with the error in `tables`, with
  // SHUTTING_DOWN after Drain, or with OVERLOADED if there are already kMaxExports streams. It may
  // also end with the errors of Handler::AwaitMinPosition.
  Reactor* Start(grpc::CallbackServerContext* context, absl::StatusOr<Tables> tables);

  // The same for a serialized ExportRecordsRequest of the service. If the request is invalid, the
  // call ends with FIELD_INVALID.
  template <typename Request>
  Reactor* Serve(grpc::CallbackServerContext* context, const grpc::ByteBuffer& bytes) {
    const absl::StatusOr<Request> request = ParseRaw<Request>(bytes);
    if (!request.ok()) return Start(context, request.status());
    return Start(context, SelectTables(handler_.store().schema(), request->resource_types()));
  }

  // Ends every stream with SHUTTING_DOWN, including streams that start later. Idempotent.
  void Drain();

 private:
  friend class ExportStream;

  void Remove(ExportStream* stream);

  const Handler& handler_;
  const ExportFormat format_;
  Mutex mu_;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  absl::flat_hash_map<ExportStream*, std::shared_ptr<ExportStream>> streams_ ABSL_GUARDED_BY(mu_);
};

// One export. Reads a stretch of a table in a short transaction, writes it, and then reads the
// next, so a slow client costs the memory of one message and delays nothing else. Resources that
// changed after the export began are sent as they were when it began. If such a state has been
// compacted, the export ends with REVISION_COMPACTED. Resources purged after the export began may
// be missing.
//
// One mutex and one state guard the stream. gRPC may still call the stream's methods after Finish.
// The stream lives until OnDone has been called and no queued work refers to it.
class ExportStream : public ExportServer::Reactor,
                     public std::enable_shared_from_this<ExportStream> {
 public:
  // `server` must outlive the calls of its streams. `handler` and its store must outlive all work
  // that is queued there.
  ExportStream(ExportServer* server, const Handler* handler, grpc::CallbackServerContext* context,
               const ExportFormat& format, ExportServer::Tables tables)
      : server_(server),
        handler_(*handler),
        store_(handler->store()),
        context_(context),
        format_(format),
        tables_(std::move(tables)) {}

  void Begin();
  // Ends the stream immediately, unless it has already finished.
  void End(const absl::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class State { kIdle, kReading, kWriting, kFinished };

  void ReadNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void FinishNow(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Called on a thread of the store.
  void TakeSnapshot(absl::StatusOr<Snapshot> snapshot);
  absl::StatusOr<grpc::ByteBuffer> ReadStretch(const Snapshot& snapshot);
  bool finished();

  ExportServer* const server_;
  const Handler& handler_;
  Store& store_;
  grpc::CallbackServerContext* const context_;
  const ExportFormat format_;
  const ExportServer::Tables tables_;

  // Used by the thread that reads, then by gRPC, but never by both at the same time.
  // The position of the states that are exported.
  Position position_;
  size_t table_ = 0;
  std::string last_name_;
  grpc::ByteBuffer writing_;

  Mutex mu_;
  State state_ ABSL_GUARDED_BY(mu_) = State::kIdle;
  bool begun_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_EXPORT_SERVER_H_
