#include "common/store/store.h"

#include <algorithm>
#include <utility>

#include "common/base/error.h"
#include "common/base/logging.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

constexpr absl::Duration kMaintainInterval = absl::Milliseconds(200);
constexpr absl::Duration kPruneInterval = absl::Seconds(1);
// Between attempts to scrub, each of which writes everything anew.
constexpr absl::Duration kScrubInterval = absl::Seconds(10);
// For so long the writer looks for work before it sleeps. To wake it takes a quarter of the time
// that a change takes which comes alone, and its caller may send the next as soon as it is
// answered.
constexpr absl::Duration kStaysAwake = absl::Microseconds(200);
constexpr int kMinReaderThreads = 2;
constexpr int kMaxReaderThreads = 16;

int ReaderThreads(int wanted) {
  if (wanted > 0) return wanted;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), kMinReaderThreads,
                    kMaxReaderThreads);
}

const std::string& AnswerOf(const store::v1::Commit& commit) {
  return commit.answer_case() == store::v1::Commit::kResponseChange
             ? commit.changes(commit.response_change()).resource()
             : commit.response();
}

// Keeps the answer for replays: as the change that it equals, or itself.
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

absl::Status ErrorForCaller(const absl::Status& status) {
  if (status.ok() || !ErrorReason(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return StorageFullError();
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return StorageUnavailableError();
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return status;
    default:
      return InternalError(status.ToString());
  }
}

Store::Store(std::unique_ptr<Log> log, std::unique_ptr<View> view, StoreOptions options)
    : options_(std::move(options)),
      log_(std::move(log)),
      view_(std::move(view)),
      cache_(options_.cache_bytes),
      publication_(&timers_),
      compactor_(log_.get(), options_.clock, options_.keep_history) {
  publication_.Publish(view_->applied());
  if (log_->head() > 0) {
    const auto last = log_->Read(log_->head() - 1, {/*max_commits=*/1, /*max_bytes=*/1});
    if (last.ok() && !last->empty()) last_commit_time_ = CommitTime(last->front());
  }
  view_->showing().set_on_wanted([this] {
    MutexLock lock(&mu_);
    WakeWriter();
  });
  readers_ =
      std::make_unique<ReadPool>(view_.get(), &publication_, ReaderThreads(options_.reader_threads),
                                 options_.max_waiting_reads);
  writer_ = std::thread([this] { WriterLoop(); });
  maintainer_ = std::thread([this] { MaintainLoop(); });
}

Store::~Store() { Stop(); }

void Store::Stop() {
  {
    MutexLock lock(&mu_);
    if (stopping_) return;
    stopping_ = true;
    WakeWriter();
    stopped_.SignalAll();
  }
  writer_.join();
  maintainer_.join();
  readers_->Stop();
}

void Store::Mutate(Mutation mutation) {
  Item item;
  item.mutation = std::move(mutation);
  Enqueue(std::move(item));
}

void Store::Derive(Derivation derivation) {
  Item item;
  item.derivation = std::move(derivation);
  Enqueue(std::move(item));
}

void Store::Compact(Compaction compaction) {
  const auto done = compaction.done;
  absl::Status refusal;
  {
    MutexLock lock(&mu_);
    if (stopping_) {
      refusal = ShuttingDownError();
    } else if (!compactor_.Add(std::move(compaction))) {
      refusal = OverloadedError("compactions", absl::Seconds(1));
    } else {
      WakeWriter();
      return;
    }
  }
  done(refusal);
}

void Store::Read(const ReadPool::Read& read) {
  if (!readers_->Add(read)) {
    read(OverloadedError("reads", absl::Milliseconds(100)));
  }
}

void Store::Enqueue(Item item) {
  absl::Status refusal;
  {
    MutexLock lock(&mu_);
    if (stopping_) {
      refusal = ShuttingDownError();
    } else if (static_cast<int>(queue_.size()) >= options_.max_waiting_writes) {
      refusal = OverloadedError("writes", absl::Milliseconds(100));
    } else {
      queue_.push_back(std::move(item));
      WakeWriter();
      return;
    }
  }
  std::vector<Item> refused;
  refused.push_back(std::move(item));
  Refuse(std::move(refused), refusal);
}

void Store::WakeWriter() {
  work_came_.store(true, std::memory_order_relaxed);
  changed_.Signal();
}

void Store::StayAwake() {
  const absl::Time until = Clock::Real()->Now() + kStaysAwake;
  while (!work_came_.load(std::memory_order_relaxed) && Clock::Real()->Now() < until) {
    std::this_thread::yield();
  }
}

bool Store::TakeItems(std::deque<Item>* taken) {
  StayAwake();
  MutexLock lock(&mu_);
  while (queue_.empty() && !stopping_) {
    if (!recovering() && !compactor_.idle()) return true;
    if (recovering() || view_->suspect() || log_->scrub_due()) {
      // Woken by new work or by the time to try again, whichever is first.
      if (!changed_.WaitFor(&mu_, options_.recovery_interval)) return true;
    } else {
      const absl::Duration patience = view_->showing().Patience();
      if (patience == absl::ZeroDuration()) return true;
      if (patience == absl::InfiniteDuration()) {
        changed_.Wait(&mu_);
      } else if (!changed_.WaitFor(&mu_, patience)) {
        return true;
      }
    }
  }
  taken->swap(queue_);
  work_came_.store(false, std::memory_order_relaxed);
  return !taken->empty() || !stopping_;
}

void Store::WriterLoop() {
  std::deque<Item> taken;
  while (TakeItems(&taken)) {
    const bool idle = taken.empty();
    do {
      if (view_->suspect() && !recovering()) StopWriting();
      if (recovering() && !TryRecover()) {
        std::vector<Item> refused(std::make_move_iterator(taken.begin()),
                                  std::make_move_iterator(taken.end()));
        taken.clear();
        Refuse(std::move(refused), trouble_);
      } else if (!taken.empty()) {
        RunItems(&taken);
      }
    } while (!taken.empty());
    if (!recovering() && (idle || !compactor_.idle())) ShowView();
    if (recovering()) continue;
    if (log_->scrub_due() && Clock::Real()->Now() - last_scrub_ > kScrubInterval) {
      Scrub().IgnoreError();  // it was logged, and stays due
    }
    RunCompaction();
  }
  if (!recovering()) ShowView();
  // What is not shown by now will not be.
  view_->showing().Block();
  for (const Compaction& compaction : compactor_.TakeAll()) {
    if (compaction.done) compaction.done(ShuttingDownError());
  }
}

void Store::RunItems(std::deque<Item>* taken) {
  Batch batch;
  absl::StatusOr<std::unique_ptr<View::Batch>> transaction = view_->Begin();
  absl::Status status = transaction.status();
  if (status.ok()) {
    status = FillBatch(taken, &batch);
  } else {
    batch.items.push_back(std::move(taken->front()));
    taken->pop_front();
  }
  if (status.ok()) status = CommitBatch(&batch, transaction->get());
  if (!status.ok()) {
    // Undoes what has not been undone yet.
    if (transaction.ok()) transaction->reset();
    LogLine(Severity::kWarning, "a batch of changes was refused", {{"status", status.ToString()}});
    if (absl::IsDataLoss(status)) view_->Distrust();
    Refuse(std::move(batch.items), ErrorForCaller(status));
    // With the batch the view lost what earlier ones had done and not shown yet. One that is
    // suspect is mended while readers are told so.
    const bool behind = view_->applied() < log_->head();
    if (behind && (view_->suspect() || !view_->CatchUp(*log_).ok())) StopWriting();
    return;
  }
  FillCache(batch);
  PublishBatch(std::move(batch.commits));
  FinishRedactions(&batch.items);
  // To tell one takes no longer than to wake another thread, for which its caller would wait.
  if (batch.items.size() == 1) {
    Tell(&batch.items, publication_.revision());
  } else {
    Answer(std::move(batch.items));
  }
  if (view_->showing().DueAfterBatch()) ShowView();
}

void Store::ShowView() {
  const absl::Status shown = view_->Show();
  if (shown.ok()) return;
  LogLine(Severity::kError, "the view did not take what the log has; it will be applied again",
          {{"status", shown.ToString()}});
  StopWriting();
}

absl::Status Store::FillBatch(std::deque<Item>* waiting, Batch* batch) {
  absl::Status status;
  batch->items.reserve(std::min(waiting->size(), static_cast<size_t>(kMaxBatchMutations)));
  while (status.ok() && !waiting->empty() && !batch->redaction &&
         static_cast<int>(batch->items.size()) < kMaxBatchMutations &&
         batch->bytes < kMaxBatchBytes) {
    batch->items.push_back(std::move(waiting->front()));
    waiting->pop_front();
    Item* item = &batch->items.back();
    status = item->is_derivation() ? RunDerivation(item, batch) : RunMutation(item, batch);
  }
  return status;
}

store::v1::Commit Store::NewCommit(const Mutation& mutation, const Batch& batch) {
  store::v1::Commit commit;
  const bool first = batch.commits.empty();
  commit.set_revision((first ? log_->head() : batch.commits.back().revision()) + 1);
  commit.set_commit_id(options_.ids->UuidBytes());
  commit.set_previous_commit_id(first ? log_->head_commit_id() : batch.commits.back().commit_id());
  // Never before its predecessor, also when the clock is set back.
  last_commit_time_ = std::max(last_commit_time_, options_.clock->Now());
  const int64_t micros = absl::ToUnixMicros(last_commit_time_);
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

absl::Status Store::RunMutation(Item* item, Batch* batch) {
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

absl::StatusOr<bool> Store::Replay(Item* item, const Batch& batch) {
  const Mutation& mutation = item->mutation;
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::optional<RecordedRequest> recorded,
      view_->FindRequest(mutation.principal, mutation.method, mutation.request_id));
  if (!recorded || recorded->time < options_.clock->Now() - kRequestIdLifetime ||
      recorded->revision < log_->oldest()) {
    return false;
  }
  if (recorded->fingerprint != mutation.request_fingerprint) {
    item->result.status = RequestIdReusedError(mutation.request_id);
    return true;
  }
  if (recorded->revision > log_->head()) {
    const size_t index = static_cast<size_t>(recorded->revision - log_->head() - 1);
    item->result.replayed = std::make_unique<std::string>(AnswerOf(batch.commits[index]));
    return true;
  }
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::vector<store::v1::Commit> commits,
      log_->Read(recorded->revision - 1, {/*max_commits=*/1, /*max_bytes=*/1}));
  if (commits.empty()) return absl::DataLossError("the log lacks a commit that the view knows");
  item->redacts = commits[0].redacts();
  item->result.replayed = std::make_unique<std::string>(AnswerOf(commits[0]));
  return true;
}

absl::Status Store::RunBody(Item* item, Batch* batch) {
  const Mutation& mutation = item->mutation;
  store::v1::Commit commit = NewCommit(mutation, *batch);
  Transaction transaction(view_.get(), &commit, CommitTime(commit),
                          /*guarded=*/batch->guarded || mutation.validate_only);
  item->result.status = mutation.body(transaction);
  // Nothing rests on a view that is damaged.
  if (absl::IsDataLoss(item->result.status)) return item->result.status;
  // SQLite ends a transaction by itself on some failures, and with it what the neighbours wrote
  // (G1).
  if (!view_->db().InTransaction()) {
    return item->result.status.ok() ? absl::UnavailableError("the view lost its transaction")
                                    : item->result.status;
  }
  const bool nothing_new =
      commit.changes().empty() && mutation.request_id.empty() && !transaction.redaction_;
  if (!item->result.status.ok() || mutation.validate_only || nothing_new) {
    item->result.status = ErrorForCaller(item->result.status);
    if (!transaction.wrote_unguarded()) return transaction.Undo();
    batch->guarded = true;
    return view_->Redo(*log_, batch->commits);
  }
  if (!mutation.request_id.empty()) KeepAnswer(mutation.answer(), &commit);
  JUMELAGE_RETURN_IF_ERROR(view_->FinishCommit(commit));
  JUMELAGE_RETURN_IF_ERROR(transaction.Keep());
  item->redacts = transaction.redaction_.has_value();
  batch->redaction = std::move(transaction.redaction_);
  batch->bytes += static_cast<int64_t>(commit.ByteSizeLong());
  batch->commits.push_back(std::move(commit));
  for (std::string& name : transaction.uncached_) batch->uncached.push_back(std::move(name));
  return absl::OkStatus();
}

absl::Status Store::RunDerivation(Item* item, Batch* batch) {
  batch->guarded = true;
  JUMELAGE_RETURN_IF_ERROR(view_->db().Exec("SAVEPOINT derivation"));
  item->result.status = item->derivation.body(view_->db());
  if (!view_->db().InTransaction()) return absl::UnavailableError("the view lost its transaction");
  if (!item->result.status.ok()) {
    return view_->db().Exec("ROLLBACK TO derivation; RELEASE derivation");
  }
  batch->derived = true;
  return view_->db().Exec("RELEASE derivation");
}

absl::Status Store::CommitBatch(Batch* batch, View::Batch* transaction) {
  // The log can't give again what is derived from elsewhere; a redaction writes the view anew.
  if (!batch->commits.empty() && last_commit_time_ - last_prune_ > kPruneInterval) {
    last_prune_ = last_commit_time_;
    JUMELAGE_RETURN_IF_ERROR(view_->PruneRequests(last_commit_time_ - kRequestIdLifetime));
  }
  if (!batch->derived && !batch->redaction) transaction->ShowLate();
  if (batch->commits.empty()) return transaction->Keep();
  absl::Status committed =
      batch->redaction ? log_->CommitRedacting(batch->commits, *batch->redaction, *transaction)
                       : log_->Commit(batch->commits, *transaction);
  if (committed.ok() || absl::IsResourceExhausted(committed)) return committed;
  LogLine(Severity::kError,
          "the outcome of a commit is unknown; writing stops until the log has been read again",
          {{"status", committed.ToString()}});
  StopWriting();
  return CommitOutcomeUnknownError();
}

// A redaction is answered when nothing of what it took out is left in a file.
void Store::FinishRedactions(std::vector<Item>* items) {
  const bool redacted =
      std::any_of(items->begin(), items->end(), [](const Item& item) { return item.redacts; });
  if (!redacted || !log_->scrub_due() || Scrub().ok()) return;
  for (Item& item : *items) {
    if (!item.redacts || !item.result.status.ok()) continue;
    item.result.status = CommitOutcomeUnknownError();
    item.result.replayed = nullptr;
  }
}

absl::Status Store::Scrub() {
  absl::Status scrubbed = log_->Scrub([this] { return view_->Scrub(); });
  last_scrub_ = Clock::Real()->Now();
  if (scrubbed.ok()) {
    scrubbed_to_ = log_->oldest();
    LogLine(Severity::kInfo, "the databases were written anew");
    return scrubbed;
  }
  LogLine(Severity::kWarning, "the databases could not be written anew",
          {{"status", scrubbed.ToString()}});
  if (!absl::IsResourceExhausted(scrubbed)) StopWriting();
  return scrubbed;
}

void Store::RunCompaction() {
  absl::StatusOr<std::vector<Compaction>> step = compactor_.Step();
  absl::Status status = step.status();
  std::vector<Compaction> ended;
  if (step.ok()) {
    ended = *std::move(step);
  } else {
    LogLine(Severity::kWarning, "history could not be compacted", {{"status", status.ToString()}});
    StopWriting();
    for (Compaction& compaction : compactor_.TakeAll()) ended.push_back(std::move(compaction));
  }
  const bool asked = std::any_of(ended.begin(), ended.end(), [](const Compaction& compaction) {
    return compaction.done != nullptr;
  });
  if (!asked) return;
  // Whoever asked wants the room back, where there is any.
  if (status.ok() && log_->oldest() > scrubbed_to_) status = Scrub();
  answers_.Add([ended = std::move(ended), status = ErrorForCaller(status)] {
    for (const Compaction& compaction : ended) {
      if (compaction.done) compaction.done(status);
    }
  });
}

void Store::StopWriting() {
  recovering_ = true;
  view_->showing().Block();
  trouble_ = StorageUnavailableError();
}

bool Store::TryRecover() {
  absl::Status status = log_->Recover();
  if (status.ok()) status = view_->CatchUp(*log_);
  while (status.ok() && publication_.revision() < log_->head()) {
    absl::StatusOr<std::vector<store::v1::Commit>> commits =
        log_->Read(publication_.revision(), ReadLimits());
    status = commits.status();
    if (!status.ok()) break;
    // What else these commits take out of it is not told by the log.
    cache_.Clear(log_->head());
    PublishBatch(*std::move(commits));
  }
  if (!status.ok()) {
    trouble_ = absl::IsResourceExhausted(status) ? StorageFullError() : StorageUnavailableError();
    return false;
  }
  LogLine(Severity::kInfo, "storage can be used again; writing goes on");
  recovering_ = false;
  return true;
}

void Store::FillCache(const Batch& batch) {
  for (const store::v1::Commit& commit : batch.commits) {
    for (const store::v1::Change& change : commit.changes()) {
      if (change.removed()) {
        cache_.Remove(change.name(), commit.revision());
      } else {
        cache_.Put(change.name(), commit.revision(), change.resource());
      }
    }
  }
  for (const std::string& name : batch.uncached) {
    cache_.Remove(name, batch.commits.back().revision());
  }
}

void Store::PublishBatch(std::vector<store::v1::Commit> commits) {
  if (commits.empty()) return;
  std::vector<SharedCommit> shared;
  shared.reserve(commits.size());
  for (store::v1::Commit& commit : commits) {
    shared.push_back(std::make_shared<const store::v1::Commit>(std::move(commit)));
  }
  publication_.Publish(shared.back()->revision());
  if (options_.on_published) options_.on_published(shared);
}

void Store::Tell(std::vector<Item>* items, Revision revision) {
  for (Item& item : *items) {
    item.result.revision = revision;
    if (item.is_derivation()) {
      item.derivation.done(item.result.status);
    } else {
      item.mutation.done(std::move(item.result));
    }
  }
}

void Store::Answer(std::vector<Item> items) {
  const Revision revision = publication_.revision();
  // std::function wants what it holds copyable.
  auto shared = std::make_shared<std::vector<Item>>(std::move(items));
  answers_.Add([shared, revision] { Tell(shared.get(), revision); });
}

void Store::Refuse(std::vector<Item> items, const absl::Status& status) {
  for (Item& item : items) {
    item.result.status = status;
    item.result.replayed = nullptr;
  }
  Answer(std::move(items));
}

void Store::MaintainLoop() {
  for (;;) {
    {
      MutexLock lock(&mu_);
      if (!stopping_) stopped_.WaitFor(&mu_, kMaintainInterval);
      if (stopping_) return;
    }
    // Failures here cost room, not data: the next commit meets them if they last.
    log_->Maintain().IgnoreError();
    view_->Maintain().IgnoreError();
    compactor_.AddAged();
    // The writer mends it, also when there is nothing to write.
    if (view_->suspect() || !compactor_.idle()) {
      MutexLock lock(&mu_);
      WakeWriter();
    }
  }
}

}  // namespace jumelage
