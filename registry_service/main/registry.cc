#include "registry_service/main/registry.h"

#include "absl/memory/memory.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"

namespace jumelage {

Registry::Registry() : feed_(kWatchMemoryBytes) {}

absl::StatusOr<std::unique_ptr<Registry>> Registry::Open(DataOptions data, StoreOptions options) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  std::unique_ptr<Registry> registry = absl::WrapUnique(new Registry());
  data.service = "registry";
  options.on_published = [feed = &registry->feed_](absl::Span<const SharedCommit> commits) {
    feed->Publish(commits);
  };
  JUMELAGE_ASSIGN_OR_RETURN(
      registry->store_, OpenEmbeddedStore(data, &registry->tables_.schema(), std::move(options)));
  Store* const store = registry->store_.get();
  registry->cities_ = std::make_unique<CityService>(store, &registry->tables_);
  registry->organizations_ = std::make_unique<OrganizationService>(store, &registry->tables_);
  registry->agreements_ = std::make_unique<AgreementService>(store, &registry->tables_);
  registry->twinnings_ = std::make_unique<TwinningService>(store, &registry->tables_);
  registry->transfer_ = std::make_unique<TransferService>(
      store, ImportedTypes{&registry->agreements_->methods(), &registry->cities_->methods(),
                           &registry->organizations_->methods(), &registry->twinnings_->methods()});
  registry->history_ = std::make_unique<HistoryService>(store);
  registry->network_ = std::make_unique<NetworkService>(store, &registry->tables_);
  registry->watch_ = std::make_unique<RegistryWatchService>(store, &registry->feed_);
  return registry;
}

std::vector<std::pair<std::string, grpc::Service*>> Registry::services() {
  return {{registry::v1::CityService::service_full_name(), cities_.get()},
          {registry::v1::OrganizationService::service_full_name(), organizations_.get()},
          {registry::v1::AgreementService::service_full_name(), agreements_.get()},
          {registry::v1::TwinningService::service_full_name(), twinnings_.get()},
          {registry::v1::TransferService::service_full_name(), transfer_.get()},
          {registry::v1::HistoryService::service_full_name(), history_.get()},
          {registry::v1::NetworkService::service_full_name(), network_.get()},
          {registry::v1::WatchService::service_full_name(), watch_.get()}};
}

}  // namespace jumelage
