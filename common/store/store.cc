#include "common/store/store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/logging.h"
#include "common/base/status_macros.h"
#include "common/store/lost_races.h"

namespace jumelage {
namespace {

constexpr int kMinReaderThreads = 2;
constexpr int kMaxReaderThreads = 16;

int ReaderThreads(int wanted) {
  if (wanted > 0) return wanted;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), kMinReaderThreads,
                    kMaxReaderThreads);
}

}  // namespace

Store::Store(std::unique_ptr<Log> log, std::unique_ptr<View> view, StoreOptions options)
    : options_(std::move(options)),
      log_(std::move(log)),
      view_(std::move(view)),
      publisher_(options_.cache_bytes, &timers_, options_.on_published),
      compactor_(log_.get(), options_.clock, options_.keep_history),
      answers_(&publisher_.publication()),
      recovery_(log_.get(), view_.get(), &publisher_),
      runner_(log_.get(), view_.get(), options_.clock, options_.ids),
      housekeeping_(log_.get(), view_.get(), &compactor_, &recovery_, &answers_) {
  publisher_.Start(*log_, view_->applied());
  view_->showing().set_on_wanted([this] { writer_->Wake(); });
  writer_ = std::make_unique<Writer>(static_cast<Writer::Work*>(this), options_.max_waiting_writes);
  readers_ = std::make_unique<ReadPool>(view_.get(), &publisher_.publication(), &publisher_.cache(),
                                        ReaderThreads(options_.reader_threads),
                                        options_.max_waiting_reads);
  maintainer_ = std::make_unique<Maintainer>(log_.get(), view_.get(), &compactor_,
                                             [this] { writer_->Wake(); });
  log_->Tail([this] { writer_->Wake(); });
}

Store::~Store() { Stop(); }

void Store::Stop() {
  log_->Tail(nullptr);
  writer_->Stop();
  maintainer_->Stop();
  readers_->Stop();
}

void Store::Mutate(Mutation mutation) {
  WriteItem item;
  item.mutation = std::move(mutation);
  Enqueue(std::move(item));
}

void Store::Derive(Derivation derivation) {
  WriteItem item;
  item.derivation = std::move(derivation);
  Enqueue(std::move(item));
}

void Store::Enqueue(WriteItem item) {
  const absl::Status added = writer_->Add(&item);
  if (added.ok()) return;
  std::vector<WriteItem> refused;
  refused.push_back(std::move(item));
  answers_.Refuse(std::move(refused), added);
}

void Store::Compact(Compaction compaction) {
  const auto done = compaction.done;
  const absl::Status added = compactor_.Add(std::move(compaction));
  if (!added.ok()) return done(added);
  writer_->Wake();
}

void Store::Read(const ReadPool::Read& read) {
  if (readers_->Add(read)) return;
  // Not run on this thread: the caller may hold locks that `read` takes.
  answers_.Run([read] { read(OverloadedError("reads", absl::Milliseconds(100))); });
}

absl::StatusOr<CommitMark> Store::ReadMark(Revision revision) const {
  if (revision == 0) return 0;
  const absl::StatusOr<std::vector<store::v1::Commit>> commits =
      log_->Read(revision - 1, {/*max_commits=*/1, /*max_bytes=*/1});
  if (absl::IsOutOfRange(commits.status())) return 0;
  JUMELAGE_RETURN_IF_ERROR(commits.status());
  return commits->empty() ? 0 : MarkOf(commits->front().commit_id());
}

Position Store::RecentPositionAt(Revision revision) const {
  return {log_->log_id(), revision, publisher_.marks().Find(revision).value_or(0)};
}

Position Store::PositionAt(Revision revision) const {
  Position position = RecentPositionAt(revision);
  if (position.mark == 0) position.mark = ReadMark(revision).value_or(0);
  return position;
}

void Store::CheckHistory(const Position& position,
                         const std::function<void(absl::StatusOr<bool>)>& then) {
  if (position.mark == 0) return then(true);
  const std::optional<CommitMark> latest = publisher_.marks().Find(position.revision);
  if (latest) return then(*latest == position.mark);
  Read([this, position, then](const absl::StatusOr<Snapshot>& snapshot) {
    if (!snapshot.ok()) return then(snapshot.status());
    const absl::StatusOr<CommitMark> mark = ReadMark(position.revision);
    if (!mark.ok()) return then(ErrorForCaller(mark.status()));
    then(*mark == 0 || *mark == position.mark);
  });
}

absl::Duration Store::Patience() {
  if (recovering()) return options_.recovery_interval;
  if (!compactor_.idle() || (log_->others_append() && recovery_.behind())) {
    return absl::ZeroDuration();
  }
  if (view_->suspect() || log_->scrub_due()) return options_.recovery_interval;
  return view_->showing().Patience();
}

void Store::Run(std::deque<WriteItem>* items) {
  const bool idle = items->empty();
  do {
    if (view_->suspect() && !recovering()) recovery_.StopWriting();
    if (recovering() && !recovery_.TryRecover()) {
      std::vector<WriteItem> refused(std::make_move_iterator(items->begin()),
                                     std::make_move_iterator(items->end()));
      items->clear();
      answers_.Refuse(std::move(refused), recovery_.trouble());
      continue;
    }
    // Takes over others' commits before anything depends on an older state.
    if (log_->others_append() && recovery_.behind()) recovery_.CatchUp();
    if (!recovering() && !items->empty()) RunBatch(items);
  } while (!items->empty());
  if (!recovering() && (idle || !compactor_.idle())) recovery_.ShowView();
  if (!recovering()) housekeeping_.Run();
}

void Store::RunBatch(std::deque<WriteItem>* items) {
  for (int tries = 1;; ++tries) {
    Batch batch;
    const absl::Status status = runner_.Run(items, publisher_.last_commit_time(), &batch);
    if (status.ok()) return Conclude(std::move(batch));
    if (!batch.lost_race) return Refuse(std::move(batch), status);
    // Waits first and then takes over the others' commits: otherwise the batch would lose again to
    // commits added during the wait.
    if (tries < kMaxBatchTries) options_.clock->Sleep(WaitAfterLostRaces(tries, options_.ids));
    recovery_.CatchUp();
    if (recovering() || tries == kMaxBatchTries) {
      return answers_.Refuse(
          std::move(batch.items),
          recovering() ? recovery_.trouble() : OverloadedError("writes", absl::Milliseconds(100)));
    }
    for (WriteItem& item : batch.items) item.Reset();
    items->insert(items->begin(), std::make_move_iterator(batch.items.begin()),
                  std::make_move_iterator(batch.items.end()));
  }
}

void Store::Conclude(Batch batch) {
  publisher_.Publish(std::move(batch.commits), batch.uncached);
  housekeeping_.FinishRedactions(&batch.items);
  answers_.Give(std::move(batch.items));
  if (view_->showing().DueAfterBatch()) recovery_.ShowView();
}

void Store::Refuse(Batch batch, const absl::Status& status) {
  if (batch.outcome_unknown) {
    LogLine(Severity::kError,
            "the outcome of a commit is unknown; writes stop until the log has been read again",
            {{"status", status.ToString()}});
    recovery_.StopWriting();
  } else {
    LogLine(Severity::kWarning, "a batch of changes was refused", {{"status", status.ToString()}});
  }
  if (!batch.outcome_unknown && absl::IsDataLoss(status)) view_->Distrust();
  answers_.Refuse(std::move(batch.items),
                  batch.outcome_unknown ? CommitOutcomeUnknownError() : ErrorForCaller(status));
  // Together with the batch, the view has undone earlier batches that it had not shown yet.
  if (recovery_.behind()) recovery_.CatchUp();
}

void Store::End() {
  if (!recovering()) recovery_.ShowView();
  // The writer shows nothing more, so readers must not wait for unshown changes.
  recovery_.BlockReaders();
  housekeeping_.End();
}

}  // namespace jumelage
