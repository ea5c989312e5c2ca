#ifndef JUMELAGE_REGISTRY_SERVICE_MAIN_REGISTRY_H_
#define JUMELAGE_REGISTRY_SERVICE_MAIN_REGISTRY_H_

#include <grpcpp/impl/service_type.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"
#include "common/watch/feed.h"
#include "registry_service/service/agreement_service.h"
#include "registry_service/service/city_service.h"
#include "registry_service/service/history_service.h"
#include "registry_service/service/network/network_service.h"
#include "registry_service/service/organization_service.h"
#include "registry_service/service/transfer/transfer_service.h"
#include "registry_service/service/twinning_service.h"
#include "registry_service/service/watch_service.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// The registry without its server: a data directory and the services that use it. Owned by
// RegistryApp or a test. Must be destroyed after the server, whose calls use it.
class Registry {
 public:
  // Opens the data directory and replays the log. Sets `data.service`; the caller leaves it empty.
  // Returns the errors of OpenEmbeddedStore.
  static absl::StatusOr<std::unique_ptr<Registry>> Open(DataOptions data, StoreOptions options);

  // Returns the services and their full names, for the server.
  std::vector<std::pair<std::string, grpc::Service*>> services();
  // Ends all watches and exports, and refuses new calls. Must be called when the server drains.
  void Drain() {
    store_->Drain();
    watch_->Drain();
    transfer_->Drain();
  }

  Store& store() { return *store_; }

 private:
  Registry();

  // Each member may depend on the members declared before it.
  const RegistryTables tables_;
  Feed feed_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<CityService> cities_;
  std::unique_ptr<OrganizationService> organizations_;
  std::unique_ptr<AgreementService> agreements_;
  std::unique_ptr<TwinningService> twinnings_;
  std::unique_ptr<TransferService> transfer_;
  std::unique_ptr<HistoryService> history_;
  std::unique_ptr<NetworkService> network_;
  std::unique_ptr<RegistryWatchService> watch_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_MAIN_REGISTRY_H_
