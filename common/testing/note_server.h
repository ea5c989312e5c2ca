#ifndef JUMELAGE_COMMON_TESTING_NOTE_SERVER_H_
#define JUMELAGE_COMMON_TESTING_NOTE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/handler.h"
#include "common/server/server.h"
#include "common/store/embedded_store.h"
#include "common/testing/note_service.grpc.pb.h"
#include "common/testing/notes.h"
#include "common/watch/codec.h"
#include "common/watch/feed.h"
#include "common/watch/watch_server.h"

namespace jumelage {

// A complete service for notes in this process, with a store, handlers, watches and a gRPC server
// on a free loopback port. Thread-safe once constructed.
class NoteServer {
 public:
  struct Options {
    DataOptions data;
    StoreOptions store;
    WatchServerOptions watch;
    int64_t watch_memory_bytes = kWatchMemoryBytes;
  };
  // Aborts if the service can't start, since most tests could not continue.
  explicit NoteServer(Options options);
  // For tests of startup: returns errors from OpenEmbeddedStore and Server::Start instead of
  // aborting.
  static absl::StatusOr<std::unique_ptr<NoteServer>> Start(Options options);
  // Drains and stops the service.
  ~NoteServer();

  Store& store() { return *store_; }
  WatchServer& watch() { return *watch_; }
  Server& server() { return *server_; }
  // Returns a stub on its own channel.
  std::unique_ptr<samples::NoteService::Stub> NewStub() const;

 private:
  class Service;
  explicit NoteServer(int64_t watch_memory_bytes);
  absl::Status Open(Options options);

  NotesSchema schema_;
  Feed feed_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Handler> handler_;
  const TypedWatchCodec<samples::WatchResponse, samples::Commit, samples::ResourceChange> codec_;
  std::unique_ptr<WatchServer> watch_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_NOTE_SERVER_H_
