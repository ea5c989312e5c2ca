#include "common/store/open_store.h"

#include <utility>

#include "common/base/status_macros.h"

namespace jumelage {

absl::StatusOr<std::unique_ptr<Store>> OpenStore(std::unique_ptr<Log> log, const ViewOptions& view,
                                                 StoreOptions options) {
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<View> opened, View::Open(view, *log));
  return std::make_unique<Store>(std::move(log), std::move(opened), std::move(options));
}

}  // namespace jumelage
