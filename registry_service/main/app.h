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
  // "HOST:PORT"; port 0 takes any that is free.
  std::string listen = "127.0.0.1:0";
  bool allow_insecure_remote = false;
  DataOptions data;
  StoreOptions store;
};

// The whole service in one object: data directory, services, gRPC server. It says SERVING once its
// log is replayed.
class RegistryApp {
 public:
  // Opens and serves. The message of an error is one line for whoever started the process: the
  // errors of OpenEmbeddedStore and Server::Start.
  static absl::StatusOr<std::unique_ptr<RegistryApp>> Start(RegistryAppOptions options);
  // Stops.
  ~RegistryApp();

  // Where it serves: "HOST:PORT".
  std::string address() const { return server_->address(); }
  Store& store() { return registry_->store(); }

  // Ends what is in progress (see Server::Stop), then the store. Idempotent; called by one thread.
  void Stop();

 private:
  RegistryApp(std::unique_ptr<Registry> registry, std::unique_ptr<Server> server);

  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_MAIN_APP_H_
