#include "common/store/batch.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/store/error_for_caller.h"

namespace jumelage {
namespace {

constexpr absl::Duration kPruneInterval = absl::Seconds(1);

const std::string& AnswerOf(const store::v1::Commit& commit) {
  return commit.answer_case() == store::v1::Commit::kResponseChange
             ? commit.changes(commit.response_change()).resource()
             : commit.response();
}

// Records the answer in the commit for replays: as the index of the change that equals it, or as
// bytes.
void KeepAnswer(std::string answer, store::v1::Commit* commit) {
  for (int i = 0; i < commit->changes_size(); ++i) {
    if (commit->changes(i).resource() == answer) {
      commit->set_response_change(i);
      return;
    }
  }
  commit->set_response(std::move(answer));
}

}  // namespace

absl::Status BatchRunner::Run(std::deque<WriteItem>* waiting, absl::Time not_before, Batch* batch) {
  const absl::StatusOr<std::unique_ptr<View::Batch>> applied = view_.Begin();
  if (!applied.ok()) {
    batch->items.push_back(std::move(waiting->front()));
    waiting->pop_front();
    return applied.status();
  }
  batch->base = {view_.applied(), view_.showing().applied_commit_id()};
  batch->time = not_before;
  JUMELAGE_RETURN_IF_ERROR(Fill(waiting, batch));
  return Finish(batch, applied->get());
}

absl::Status BatchRunner::Fill(std::deque<WriteItem>* waiting, Batch* batch) {
  absl::Status status;
  batch->items.reserve(std::min(waiting->size(), static_cast<size_t>(kMaxBatchMutations)));
  while (status.ok() && !waiting->empty() && !batch->redaction &&
         static_cast<int>(batch->items.size()) < kMaxBatchMutations &&
         batch->bytes < kMaxBatchBytes) {
    batch->items.push_back(std::move(waiting->front()));
    waiting->pop_front();
    WriteItem* item = &batch->items.back();
    status = item->is_derivation() ? RunDerivation(item, batch) : RunMutation(item, batch);
  }
  return status;
}

store::v1::Commit BatchRunner::NewCommit(const Mutation& mutation, Batch* batch) {
  store::v1::Commit commit;
  commit.set_revision(batch->last() + 1);
  commit.set_commit_id(ids_.UuidBytes());
  commit.set_previous_commit_id(batch->commits.empty() ? batch->base.commit_id
                                                       : batch->commits.back().commit_id());
  // The commit's time is never before its predecessor's, even if the clock is set back.
  batch->time = std::max(batch->time, clock_.Now());
  const int64_t micros = absl::ToUnixMicros(batch->time);
  commit.mutable_time()->set_seconds(micros / 1000000);
  commit.mutable_time()->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  commit.set_principal(mutation.principal);
  commit.set_method(mutation.method);
  if (!mutation.request_id.empty()) {
    commit.set_request_id(mutation.request_id);
    commit.set_request_fingerprint(mutation.request_fingerprint);
  }
  return commit;
}

absl::Status BatchRunner::RunMutation(WriteItem* item, Batch* batch) {
  const Mutation& mutation = item->mutation;
  if (mutation.deadline < Clock::Real()->Now()) {
    item->result.status =
        absl::DeadlineExceededError("the deadline passed before the change was made");
    return absl::OkStatus();
  }
  if (!mutation.request_id.empty() && !mutation.validate_only) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool replayed, Replay(item, *batch));
    if (replayed) return absl::OkStatus();
  }
  return RunBody(item, batch);
}

absl::StatusOr<bool> BatchRunner::Replay(WriteItem* item, const Batch& batch) {
  const Mutation& mutation = item->mutation;
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::optional<RecordedRequest> recorded,
      view_.FindRequest(mutation.principal, mutation.method, mutation.request_id));
  if (!recorded || recorded->time < clock_.Now() - kRequestIdLifetime ||
      recorded->revision < log_.oldest()) {
    return false;
  }
  if (recorded->fingerprint != mutation.request_fingerprint) {
    item->result.status = RequestIdReusedError(mutation.request_id);
    return true;
  }
  if (recorded->revision > batch.base.revision) {
    const size_t index = static_cast<size_t>(recorded->revision - batch.base.revision - 1);
    item->result.replayed = std::make_unique<std::string>(AnswerOf(batch.commits[index]));
    return true;
  }
  const absl::StatusOr<std::vector<store::v1::Commit>> commits =
      log_.Read(recorded->revision - 1, {/*max_commits=*/1, /*max_bytes=*/1});
  // Another appender has just compacted the log.
  if (absl::IsOutOfRange(commits.status())) return false;
  JUMELAGE_RETURN_IF_ERROR(commits.status());
  if (commits->empty()) {
    return absl::DataLossError("the log lacks a commit that the view has applied");
  }
  item->redacts = commits->front().redacts();
  item->result.replayed = std::make_unique<std::string>(AnswerOf(commits->front()));
  return true;
}

absl::Status BatchRunner::RunBody(WriteItem* item, Batch* batch) {
  const Mutation& mutation = item->mutation;
  store::v1::Commit commit = NewCommit(mutation, batch);
  Transaction transaction(&view_, &commit, CommitTime(commit),
                          /*guarded=*/batch->guarded || mutation.validate_only);
  item->result.status = mutation.body(transaction);
  // Nothing may depend on a damaged view.
  if (absl::IsDataLoss(item->result.status)) return item->result.status;
  // On some failures SQLite rolls the transaction back by itself, and with it the writes of the
  // batch's other items (G1).
  if (!view_.db().InTransaction()) {
    return item->result.status.ok() ? absl::UnavailableError("the view lost its transaction")
                                    : item->result.status;
  }
  const bool nothing_new =
      commit.changes().empty() && mutation.request_id.empty() && !transaction.redaction_;
  if (!item->result.status.ok() || mutation.validate_only || nothing_new) {
    item->result.status = ErrorForCaller(item->result.status);
    if (!transaction.wrote_unguarded()) return transaction.Undo();
    batch->guarded = true;
    return view_.Redo(log_, batch->commits);
  }
  if (!mutation.request_id.empty()) KeepAnswer(mutation.answer(), &commit);
  JUMELAGE_RETURN_IF_ERROR(view_.FinishCommit(commit));
  JUMELAGE_RETURN_IF_ERROR(transaction.Keep());
  item->redacts = transaction.redaction_.has_value();
  batch->redaction = std::move(transaction.redaction_);
  batch->bytes += static_cast<int64_t>(commit.ByteSizeLong());
  batch->commits.push_back(std::move(commit));
  for (std::string& name : transaction.uncached_) batch->uncached.push_back(std::move(name));
  return absl::OkStatus();
}

absl::Status BatchRunner::RunDerivation(WriteItem* item, Batch* batch) {
  batch->guarded = true;
  JUMELAGE_RETURN_IF_ERROR(view_.db().Exec("SAVEPOINT derivation"));
  item->result.status = item->derivation.body(view_.db());
  if (!view_.db().InTransaction()) return absl::UnavailableError("the view lost its transaction");
  if (!item->result.status.ok()) {
    return view_.db().Exec("ROLLBACK TO derivation; RELEASE derivation");
  }
  batch->derived = true;
  return view_.db().Exec("RELEASE derivation");
}

absl::Status BatchRunner::Finish(Batch* batch, View::Batch* applied) {
  const absl::Time last = batch->time;
  if (!batch->commits.empty() && last - last_prune_ > kPruneInterval) {
    last_prune_ = last;
    JUMELAGE_RETURN_IF_ERROR(view_.PruneRequests(last - kRequestIdLifetime));
  }
  // A batch with derived changes or a redaction is shown immediately: derived changes can't be
  // replayed from the log, and a redaction rewrites the view.
  if (!batch->derived && !batch->redaction) applied->ShowLate();
  if (batch->commits.empty()) return applied->Keep();
  absl::Status committed = batch->redaction
                               ? log_.CommitRedacting(batch->commits, *batch->redaction, *applied)
                               : log_.Commit(batch->commits, *applied);
  batch->lost_race = absl::IsAborted(committed);
  batch->outcome_unknown =
      !committed.ok() && !batch->lost_race && !absl::IsResourceExhausted(committed);
  return committed;
}

}  // namespace jumelage
