#include "registry_service/main/app.h"

#include <utility>

#include "absl/memory/memory.h"
#include "common/base/status_macros.h"
#include "common/server/server.h"
#include "registry_service/main/registry.h"

namespace jumelage {

absl::StatusOr<std::unique_ptr<RegistryApp>> RegistryApp::Start(RegistryAppOptions options) {
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<Registry> registry,
                            Registry::Open(std::move(options.data), std::move(options.store)));
  ServerOptions server_options;
  server_options.listen = options.listen;
  server_options.allow_insecure_remote = options.allow_insecure_remote;
  for (auto& [name, service] : registry->services()) {
    server_options.services.push_back({name, service});
  }
  server_options.on_drain = {[registry = registry.get()] { registry->Drain(); }};
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<Server> server,
                            Server::Start(std::move(server_options)));
  // The log has been replayed, so the service is ready.
  server->SetServing(true);
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  return absl::WrapUnique(new RegistryApp(std::move(registry), std::move(server)));
}

RegistryApp::RegistryApp(std::unique_ptr<Registry> registry, std::unique_ptr<Server> server)
    : registry_(std::move(registry)), server_(std::move(server)) {}

RegistryApp::~RegistryApp() { Stop(); }

std::string RegistryApp::address() const { return server_->address(); }

Store& RegistryApp::store() { return registry_->store(); }

void RegistryApp::Stop() {
  server_->Stop();
  registry_->store().Stop();
}

}  // namespace jumelage
