#include "common/testing/note_server.h"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <utility>

#include "absl/memory/memory.h"
#include "common/base/status_macros.h"
#include "common/rpc/raw.h"

namespace jumelage {
namespace {

using samples::GetNoteRequest;
using samples::Note;
using samples::NoteService;
using samples::RemoveNoteRequest;
using samples::WatchRequest;
using samples::WriteNoteRequest;

}  // namespace

class NoteServer::Service
    : public NoteService::WithRawCallbackMethod_Watch<
          NoteService::WithRawCallbackMethod_GetNote<NoteService::WithCallbackMethod_WriteNote<
              NoteService::WithCallbackMethod_RemoveNote<NoteService::Service>>>> {
 public:
  explicit Service(NoteServer* server) : server_(server) {}

  grpc::ServerUnaryReactor* GetNote(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override {
    return server_->handler_->Get<GetNoteRequest>(
        context, request, response, "notes", [](const GetNoteRequest&) { return absl::OkStatus(); },
        [this](const Snapshot& snapshot, const GetNoteRequest& request) {
          return server_->handler_->Current(snapshot, request.name(), [&] {
            return server_->schema_.notes.GetStored(snapshot.db, request.name());
          });
        });
  }

  grpc::ServerUnaryReactor* WriteNote(grpc::CallbackServerContext* context,
                                      const WriteNoteRequest* request, Note* response) override {
    return server_->handler_->Mutate<WriteNoteRequest, Note>(
        context, request, response, "WriteNote",
        [](const WriteNoteRequest& request) {
          return request.note().name().empty() ? InvalidFieldsError({{"note.name", "is required"}})
                                               : absl::OkStatus();
        },
        [this](Transaction& transaction, const WriteNoteRequest& request,
               Note* response) -> absl::Status {
          for (Note copy : request.copies()) JUMELAGE_RETURN_IF_ERROR(Write(transaction, &copy));
          *response = request.note();
          return Write(transaction, response);
        });
  }

  grpc::ServerUnaryReactor* RemoveNote(grpc::CallbackServerContext* context,
                                       const RemoveNoteRequest* request, Note* response) override {
    return server_->handler_->Mutate<RemoveNoteRequest, Note>(
        context, request, response, "RemoveNote",
        [](const RemoveNoteRequest&) { return absl::OkStatus(); },
        [this](Transaction& transaction, const RemoveNoteRequest& request,
               Note* response) -> absl::Status {
          JUMELAGE_ASSIGN_OR_RETURN(
              *response, server_->schema_.notes.GetToChange(transaction, request.name(), ""));
          return transaction.Remove(request.name());
        });
  }

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override {
    return server_->watch_->Start(context, ParseStart(*request));
  }

 private:
  static absl::StatusOr<WatchStart> ParseStart(const grpc::ByteBuffer& bytes) {
    JUMELAGE_ASSIGN_OR_RETURN(const WatchRequest request, ParseRaw<WatchRequest>(bytes));
    return ParseWatchRequest(request, {{"samples.jumelage/Note", "notes"}});
  }

  absl::Status Write(Transaction& transaction, Note* note) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<Note> found,
                              server_->schema_.table.Get(transaction.db(), note->name()));
    if (!found && note->etag().empty()) return server_->schema_.notes.Create(transaction, note);
    JUMELAGE_ASSIGN_OR_RETURN(
        Note changed, server_->schema_.notes.GetToChange(transaction, note->name(), note->etag()));
    changed.set_text(note->text());
    *changed.mutable_tags() = note->tags();
    *note = changed;
    return server_->schema_.notes.Update(transaction, *found, note);
  }

  NoteServer* const server_;
};

NoteServer::NoteServer(int64_t watch_memory_bytes)
    : feed_(watch_memory_bytes), codec_({{"notes", samples::ResourceChange::kNoteFieldNumber}}) {}

NoteServer::NoteServer(Options options) : NoteServer(options.watch_memory_bytes) {
  const absl::Status opened = Open(std::move(options));
  if (!opened.ok()) {
    std::cerr << "the note server can't start: " << opened << std::endl;
    std::abort();
  }
}

absl::StatusOr<std::unique_ptr<NoteServer>> NoteServer::Start(Options options) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  std::unique_ptr<NoteServer> server = absl::WrapUnique(new NoteServer(options.watch_memory_bytes));
  JUMELAGE_RETURN_IF_ERROR(server->Open(std::move(options)));
  return server;
}

absl::Status NoteServer::Open(Options options) {
  options.data.service = "notes";
  options.store.on_published = [this](absl::Span<const SharedCommit> commits) {
    feed_.Publish(commits);
  };
  JUMELAGE_ASSIGN_OR_RETURN(store_, OpenEmbeddedStore(options.data, &schema_.view, options.store));
  handler_ = std::make_unique<Handler>(store_.get(), "jumelage.samples.NoteService");
  watch_ = std::make_unique<WatchServer>(handler_.get(), &feed_, &codec_, options.watch);
  service_ = std::make_unique<Service>(this);
  ServerOptions server;
  server.services = {{"jumelage.samples.NoteService", service_.get()}};
  server.on_drain = {[this] {
    store_->Drain();
    watch_->Drain();
  }};
  JUMELAGE_ASSIGN_OR_RETURN(server_, Server::Start(std::move(server)));
  server_->SetServing(true);
  return absl::OkStatus();
}

NoteServer::~NoteServer() {
  if (server_ != nullptr) server_->Stop();
  watch_.reset();
  if (store_ != nullptr) store_->Stop();
}

std::unique_ptr<NoteService::Stub> NoteServer::NewStub() const {
  grpc::ChannelArguments arguments;
  // Channels with the same arguments would share a connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return NoteService::NewStub(
      grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments));
}

}  // namespace jumelage
