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
  // OK, an error that the body returned (ErrorForCaller), or an error of the store: OVERLOADED,
  // STORAGE_FULL, STORAGE_UNAVAILABLE, COMMIT_OUTCOME_UNKNOWN, REQUEST_ID_REUSED, SHUTTING_DOWN,
  // DEADLINE_EXCEEDED or INTERNAL.
  absl::Status status;
  // If the call repeats an earlier one with the same request_id, the serialized answer to the
  // earlier call; the body did not run. Null otherwise.
  std::unique_ptr<std::string> replayed;
  // A revision that is published when the result is given. It includes everything that the result
  // depends on.
  Revision revision = 0;
};

// One call that may change resources.
struct Mutation {
  std::string principal;
  // The RPC's full name, such as "jumelage.registry.v1.CityService/CreateCity".
  std::string method;
  // Empty, or a UUID4 (G4). The fingerprint is that of the request.
  std::string request_id;
  uint64_t request_fingerprint = 0;
  // Whether to run the body but keep none of its changes (G6).
  bool validate_only = false;
  // In real time, whatever clock the store has, since callers' deadlines are real.
  absl::Time deadline = absl::InfiniteFuture();
  // Validates the call against the state that it will change, and makes the changes. Runs on the
  // writer's thread and must not block. May run again if its batch is undone.
  std::function<absl::Status(Transaction&)> body;
  // Returns the serialized answer after a successful body. Called only if request_id is set.
  std::function<std::string()> answer;
  // Runs once, on any thread, including the writer's. Must be short and must not block.
  std::function<void(MutationResult)> done;
};

// A write to tables of the view that are not derived from this log, such as a follower's tables. It
// is ordered with all other writes.
struct Derivation {
  // May run again, like a mutation's body.
  std::function<absl::Status(sqlite::Database&)> body;
  // Runs once: with OK when readers of the view can see the change, or with an error.
  std::function<void(absl::Status)> done;
};

// A mutation or a derivation on its way through the writer.
struct WriteItem {
  Mutation mutation;
  Derivation derivation;  // used instead of `mutation` if it has a body
  MutationResult result;
  // Whether the mutation redacts texts in the log, or, if it is replayed, did so when it first ran.
  bool redacts = false;

  bool is_derivation() const { return derivation.body != nullptr; }
  // Clears the result, so that the item can run again.
  void Reset() {
    result = MutationResult();
    redacts = false;
  }
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_MUTATION_H_
