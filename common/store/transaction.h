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

// What the body of a mutation works on: the state as it is after everything before it, and the
// commit that it writes. Lives on the writer's thread during one call of the body. A body that
// fails leaves nothing (G2).
class Transaction {
 public:
  // The revision that the commit will have, and its time.
  Revision revision() const { return commit_->revision(); }
  absl::Time time() const { return time_; }
  const google::protobuf::Timestamp& proto_time() const { return commit_->time(); }

  // For queries, which see this transaction's own writes. Rows are written by Put and Remove alone.
  sqlite::Database& db() { return view_->db(); }

  // The resource `name` becomes `serialized`. What `known` says spares reading it again.
  absl::Status Put(absl::string_view name, std::string serialized, const KnownStates& known = {});
  // The resource is gone for good.
  absl::Status Remove(absl::string_view name);
  // With this commit the answer to a Get of `name`, which need not be among its changes, is another
  // one than the cache holds, or more than the resource's bytes: the next reader finds it in the
  // view.
  void Uncache(absl::string_view name) { uncached_.emplace_back(name); }
  // With this commit, what `redaction` says is taken out of those before it; its revision is set
  // here. Once at most.
  void Redact(Redaction redaction) {
    redaction_ = std::move(redaction);
    redaction_->revision = revision();
    commit_->set_redacts(true);
  }

 private:
  friend class BatchRunner;
  // `guarded` sets a savepoint before the first write. It has SQLite copy every page that is then
  // written, so that only those do that are likely to need it.
  Transaction(View* view, store::v1::Commit* commit, absl::Time time, bool guarded)
      : view_(view), commit_(commit), time_(time), guarded_(guarded) {}

  absl::Status Apply(store::v1::Change change, const KnownStates& known);
  // Whether what the body wrote has to be undone with the whole of the batch.
  bool wrote_unguarded() const { return wrote_ && !guarded_; }
  // Undoes what the body did; the batch's own transaction goes on. Not when it wrote unguarded.
  absl::Status Undo();
  // Keeps it.
  absl::Status Keep();

  View* const view_;
  store::v1::Commit* const commit_;
  const absl::Time time_;
  // Where in the commit the change of each resource is.
  absl::flat_hash_map<std::string, int> positions_;
  const bool guarded_;
  bool wrote_ = false;
  std::vector<std::string> uncached_;
  std::optional<Redaction> redaction_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_TRANSACTION_H_
