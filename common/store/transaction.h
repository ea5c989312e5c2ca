#ifndef JUMELAGE_COMMON_STORE_TRANSACTION_H_
#define JUMELAGE_COMMON_STORE_TRANSACTION_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/view/view.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The state that the body of a mutation works on, which includes all earlier writes, and the commit
// that the body writes. Exists on the writer's thread during one call to the body. If the body
// fails, all its writes are undone (G2).
class Transaction {
 public:
  // The revision that the commit will have, and its time.
  Revision revision() const { return commit_->revision(); }
  absl::Time time() const { return time_; }
  const google::protobuf::Timestamp& proto_time() const { return commit_->time(); }

  // For queries, which also see this transaction's own writes. Use Put and Remove to write rows.
  sqlite::Database& db() { return view_->db(); }

  // Sets the resource `name` to `serialized`. States in `known` are not read again.
  absl::Status Put(absl::string_view name, std::string serialized, const KnownStates& known = {});
  // Removes the resource permanently.
  absl::Status Remove(absl::string_view name);
  // Removes `name` from the cache with this commit, because the answer to a Get of this resource
  // changes, or contains more than the resource's bytes. The next reader finds the resource in the
  // view. This transaction doesn't have to change it.
  void Uncache(absl::string_view name) { uncached_.emplace_back(name); }
  // Makes this commit apply `redaction` to all earlier commits. Sets the redaction's revision. Call
  // it at most once.
  void Redact(Redaction redaction) {
    redaction_ = std::move(redaction);
    redaction_->revision = revision();
    commit_->set_redacts(true);
  }

 private:
  friend class BatchRunner;
  // If `guarded`, sets a savepoint before the first write. SQLite then copies every page that is
  // written, so only mutations that are likely to need the savepoint get one.
  Transaction(View* view, store::v1::Commit* commit, absl::Time time, bool guarded)
      : view_(view), commit_(commit), time_(time), guarded_(guarded) {}

  absl::Status Apply(store::v1::Change change, const KnownStates& known);
  // Whether the body's writes can only be undone with the whole batch.
  bool wrote_unguarded() const { return wrote_ && !guarded_; }
  // Undoes the body's writes; the batch's transaction continues. Must not be called if
  // wrote_unguarded().
  absl::Status Undo();
  // Keeps the body's writes.
  absl::Status Keep();

  View* const view_;
  store::v1::Commit* const commit_;
  const absl::Time time_;
  // The index of each resource's change in the commit.
  absl::flat_hash_map<std::string, int> positions_;
  const bool guarded_;
  bool wrote_ = false;
  std::vector<std::string> uncached_;
  std::optional<Redaction> redaction_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_TRANSACTION_H_
