#ifndef JUMELAGE_COMMON_STORE_WAITED_READ_H_
#define JUMELAGE_COMMON_STORE_WAITED_READ_H_

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/store/store.h"

namespace jumelage {

// Runs `body` with a snapshot on a thread of the store, and returns its result, or the error from
// Store::Read if there is no snapshot. Blocks, so it must not be called on threads of gRPC or the
// store.
template <typename T, typename Body>
absl::StatusOr<T> WaitForRead(Store* store, const Body& body) {
  Mutex mu;
  CondVar read;
  std::optional<absl::StatusOr<T>> result;
  store->Read([&](const absl::StatusOr<Snapshot>& snapshot) {
    absl::StatusOr<T> made = snapshot.ok() ? body(*snapshot) : snapshot.status();
    MutexLock lock(&mu);
    result = std::move(made);
    read.Signal();
  });
  MutexLock lock(&mu);
  while (!result) read.Wait(&mu);
  return *std::move(result);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_WAITED_READ_H_
