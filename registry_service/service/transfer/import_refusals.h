#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_REFUSALS_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_REFUSALS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "jumelage/registry/v1/transfer_service.pb.h"

namespace jumelage {

// What the errors of one call's results may take together before they lose their details: the
// answer must stay below what clients receive.
inline constexpr size_t kMaxImportErrorBytes = size_t{2} << 20;

// Puts the errors of records into their results. Of one call; not thread-safe.
class ImportRefusals {
 public:
  // OK: nothing is done. An error that is meant for the caller: the record is refused, `result`
  // says why, and OK is returned. Any other is returned: the whole call has failed.
  absl::Status Take(const absl::Status& status, registry::v1::ImportResult* result);

 private:
  size_t bytes_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_REFUSALS_H_
