#ifndef JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_
#define JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"

namespace jumelage {

// Declared here only. Their headers take long to compile, and users of RegistryApp don't need them.
class Registry;
class Server;

struct RegistryAppOptions {
  // The address to serve on: "HOST:PORT". If the port is 0, a free port is chosen.
  std::string listen = "127.0.0.1:0";
  bool allow_insecure_remote = false;
  DataOptions data;
  StoreOptions store;
};

// The whole service in one object: data directory, services and gRPC server. Owned by main or a
// test.
class RegistryApp {
 public:
  // Opens the data directory, replays the log and starts the server, which then reports SERVING.
  // Returns the errors of OpenEmbeddedStore and Server::Start, with one-line messages for the
  // operator.
  static absl::StatusOr<std::unique_ptr<RegistryApp>> Start(RegistryAppOptions options);
  // Calls Stop.
  ~RegistryApp();

  // Returns the address that the server listens on: "HOST:PORT".
  std::string address() const;
  Store& store();

  // Ends the calls in progress (see Server::Stop), then stops the store. Idempotent. Not
  // thread-safe.
  void Stop();

 private:
  RegistryApp(std::unique_ptr<Registry> registry, std::unique_ptr<Server> server);

  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_
