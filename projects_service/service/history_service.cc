#include "projects_service/service/history_service.h"

#include <utility>

namespace jumelage {

ProjectHistoryService::ProjectHistoryService(Store* store, Handler::MetadataHook hook)
    : handler_(store, projects::v1::HistoryService::service_full_name(), std::move(hook)),
      methods_(&handler_) {}

}  // namespace jumelage
