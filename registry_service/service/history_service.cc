#include "registry_service/service/history_service.h"

namespace jumelage {

HistoryService::HistoryService(Store* store)
    : handler_(store, registry::v1::HistoryService::service_full_name()), methods_(&handler_) {}

}  // namespace jumelage
