#ifndef JUMELAGE_COMMON_RESOURCE_IMPORT_REFUSALS_H_
#define JUMELAGE_COMMON_RESOURCE_IMPORT_REFUSALS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace jumelage {

// Once the errors in one call's results exceed this total size, further errors lose their details
// except ErrorInfo, so that the answer stays below the size that clients accept.
inline constexpr size_t kMaxImportErrorBytes = size_t{2} << 20;

// Puts the errors of records into the results of the records. For one call; not thread-safe.
class ImportRefusals {
 public:
  // Does nothing for OK. If an error has a reason, it is meant for the caller: refuses the record,
  // puts the error into `result`, and returns OK. Returns any other error, because it means that
  // the whole call has failed.
  template <typename ImportResult>
  absl::Status Take(const absl::Status& status, ImportResult* result) {
    if (status.ok()) return status;
    absl::Status taken = Fill(status, result->mutable_error());
    if (!taken.ok()) {
      result->clear_error();
      return taken;
    }
    result->clear_kept_fields();
    result->set_outcome(ImportResult::OUTCOME_REFUSED);
    return taken;
  }

 private:
  absl::Status Fill(const absl::Status& status, google::rpc::Status* error);

  size_t bytes_ = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_IMPORT_REFUSALS_H_
