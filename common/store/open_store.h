#ifndef JUMELAGE_COMMON_STORE_OPEN_STORE_H_
#define JUMELAGE_COMMON_STORE_OPEN_STORE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/store/store.h"
#include "common/view/view.h"

namespace jumelage {

// Opens a view of `log`, which may be any implementation, and starts a store over both. May return
// errors from View::Open.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(std::unique_ptr<Log> log, const ViewOptions& view,
                                                 StoreOptions options);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_OPEN_STORE_H_
