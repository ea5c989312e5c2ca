#ifndef JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_
#define JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/server/server.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"
#include "registry_service/main/registry.h"

namespace jumelage {

struct RegistryAppOptions {
  // "HOST:PORT". Port 0 chooses a free port.
  std::string listen = "127.0.0.1:0";
  bool allow_insecure_remote = false;
  DataOptions data;
  StoreOptions store;
};

// The complete service in one object: data directory, services, gRPC server. It reports SERVING
// once its log is replayed.
class RegistryApp {
 public:
  // Opens and serves. An error's message is one line for the operator: the errors of
  // OpenEmbeddedStore and Server::Start.
  static absl::StatusOr<std::unique_ptr<RegistryApp>> Start(RegistryAppOptions options);
  // Stops.
  ~RegistryApp();

  // The address that it serves on: "HOST:PORT".
  std::string address() const { return server_->address(); }
  Store& store() { return registry_->store(); }

  // Ends the calls in progress (see Server::Stop), then the store. Idempotent. Called by one
  // thread.
  void Stop();

 private:
  RegistryApp(std::unique_ptr<Registry> registry, std::unique_ptr<Server> server);

  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_
