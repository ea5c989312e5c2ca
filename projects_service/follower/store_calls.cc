#include "projects_service/follower/store_calls.h"

#include <future>
#include <memory>
#include <utility>

namespace jumelage {

absl::Status DeriveAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body) {
  // Shared: the one who answers may still be inside set_value when the one who waits goes on.
  auto outcome = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> waiting = outcome->get_future();
  Derivation derivation;
  derivation.body = std::move(body);
  derivation.done = [outcome](absl::Status status) { outcome->set_value(std::move(status)); };
  store->Derive(std::move(derivation));
  return waiting.get();
}

absl::Status ReadAndWait(Store* store, std::function<absl::Status(sqlite::Database&)> body) {
  auto outcome = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> waiting = outcome->get_future();
  store->Read([outcome, body = std::move(body)](absl::StatusOr<Snapshot> snapshot) {
    outcome->set_value(snapshot.ok() ? body(snapshot->db) : snapshot.status());
  });
  return waiting.get();
}

}  // namespace jumelage
