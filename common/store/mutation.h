#ifndef JUMELAGE_COMMON_STORE_MUTATION_H_
#define JUMELAGE_COMMON_STORE_MUTATION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/store/transaction.h"

namespace jumelage {

struct MutationResult {
  // OK, or the error of the body or of the store: OVERLOADED, STORAGE_FULL, STORAGE_UNAVAILABLE,
  // COMMIT_OUTCOME_UNKNOWN, REQUEST_ID_REUSED, SHUTTING_DOWN, DEADLINE_EXCEEDED.
  absl::Status status;
  // What the first call with this request_id answered, serialized; the body did not run. Null
  // otherwise.
  std::unique_ptr<std::string> replayed;
  // Published when the result is given; holds what the result rests on.
  Revision revision = 0;
};

// One call that may change resources.
struct Mutation {
  std::string principal;
  // The RPC's full name: "jumelage.registry.v1.CityService/CreateCity".
  std::string method;
  // Empty, or a UUID4 (G4); the fingerprint is of the request that it came with.
  std::string request_id;
  uint64_t request_fingerprint = 0;
  // Runs everything and keeps nothing (G6).
  bool validate_only = false;
  // In real time, whatever clock the store has: callers' deadlines are.
  absl::Time deadline = absl::InfiniteFuture();
  // Validates against the state that it will change, and writes. Runs on the writer's thread; must
  // not block; may run again when the batch that it was in came to nothing.
  std::function<absl::Status(Transaction&)> body;
  // The serialized answer after a successful body; asked for only when request_id is set.
  std::function<std::string()> answer;
  // Runs once, on any thread, the writer's included: must be short and must not block.
  std::function<void(MutationResult)> done;
};

// Writes to tables of the view that are not of this log (what a follower keeps), in order with
// everything else.
struct Derivation {
  // May run again, as a mutation's.
  std::function<absl::Status(sqlite::Database&)> body;
  // Runs once: OK when readers of the view see it.
  std::function<void(absl::Status)> done;
};

// One of them on its way through the writer.
struct WriteItem {
  Mutation mutation;
  Derivation derivation;  // instead, when it has a body
  MutationResult result;
  // It takes texts out of the log, or did so when it ran first.
  bool redacts = false;

  bool is_derivation() const { return derivation.body != nullptr; }
  // Forgets what came of it, for it to run again.
  void Reset() {
    result = MutationResult();
    redacts = false;
  }
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_MUTATION_H_
