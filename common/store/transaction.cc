#include "common/store/transaction.h"

#include <utility>

#include "common/base/status_macros.h"

namespace jumelage {

absl::Status Transaction::Put(absl::string_view name, std::string serialized,
                              const KnownStates& known) {
  store::v1::Change change;
  change.set_name(std::string(name));
  change.set_resource(std::move(serialized));
  return Apply(std::move(change), known);
}

absl::Status Transaction::Remove(absl::string_view name) {
  store::v1::Change change;
  change.set_name(std::string(name));
  change.set_removed(true);
  return Apply(std::move(change), {});
}

absl::Status Transaction::Apply(store::v1::Change change, const KnownStates& known) {
  if (guarded_ && !wrote_) JUMELAGE_RETURN_IF_ERROR(view_->db().Run("SAVEPOINT mutation", {}));
  wrote_ = true;
  // A commit contains each resource once, in its final state.
  const auto [position, first] = positions_.try_emplace(change.name(), commit_->changes_size());
  KnownStates still_known = known;
  // The row no longer has the state that was read before the first change.
  if (!first) still_known.row = 0;
  JUMELAGE_ASSIGN_OR_RETURN(const Revision previous,
                            view_->ApplyChange(revision(), change, still_known));
  if (first) {
    change.set_previous_revision(previous);
    *commit_->add_changes() = std::move(change);
  } else {
    store::v1::Change& earlier = *commit_->mutable_changes(position->second);
    change.set_previous_revision(earlier.previous_revision());
    earlier = std::move(change);
  }
  return absl::OkStatus();
}

absl::Status Transaction::Undo() {
  if (!wrote_) return absl::OkStatus();
  return view_->db().Exec("ROLLBACK TO mutation; RELEASE mutation");
}

absl::Status Transaction::Keep() {
  if (!wrote_ || !guarded_) return absl::OkStatus();
  return view_->db().Run("RELEASE mutation", {});
}

}  // namespace jumelage
