#include "projects_service/follower/store_calls.h"

#include <future>
#include <memory>
#include <utility>

namespace jumelage {

absl::Status DeriveAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body) {
  // The promise is shared because the thread that sets it may still be inside set_value when the
  // waiting thread continues.
  auto outcome = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> waiting = outcome->get_future();
  Derivation derivation;
  derivation.body = std::move(body);
  derivation.done = [outcome](absl::Status status) { outcome->set_value(std::move(status)); };
  store->Derive(std::move(derivation));
  return waiting.get();
}

}  // namespace jumelage
