#include "common/watch/watch_stream.h"

#include <algorithm>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status.h"

namespace jumelage {

Store& WatchStream::store() const { return server_->handler_->store(); }

Position WatchStream::At(const Cursor& cursor) const {
  Position position = store().RecentPositionAt(cursor.position);
  // A slow stream may be behind the latest commits.
  if (position.mark == 0) position.mark = cursor.mark;
  return position;
}

const std::string& WatchStream::log_id() const { return store().log().log_id(); }

absl::Status WatchStream::CheckStart() const {
  if (start_.snapshot) return absl::OkStatus();
  const Revision after = start_.after.revision;
  const Revision head = store().publication().revision();
  if (after > head) return RevisionInFutureError(after, head);
  const Revision oldest = store().log().oldest();
  if (after + 1 < oldest) return RevisionCompactedError(after, oldest);
  return absl::OkStatus();
}

void WatchStream::Begin() {
  const absl::Status status = CheckStart();
  MutexLock lock(&mu_);
  if (state_ == State::kFinished) return;
  begun_ = true;
  if (!status.ok()) return FinishNow(status);
  cursor_.in_snapshot = marker_due_ = start_.snapshot;
  const Position begin = start_.snapshot ? server_->handler_->PublishedPosition() : start_.after;
  cursor_.position = begin.revision;
  cursor_.mark = begin.mark;
  if (start_.snapshot) pin_ = store().history_pins().Add(cursor_.position + 1);
  Advance();
}

void WatchStream::Wake(Revision passed) {
  MutexLock lock(&mu_);
  // If the stream was asleep because the store was too busy, perhaps during a snapshot, `passed` is
  // the stream's own position.
  if (passed > cursor_.position) {
    cursor_.position = passed;
    cursor_.mark = 0;
  }
  Advance();
}

void WatchStream::End(absl::Status status) {
  MutexLock lock(&mu_);
  ending_ = begun_ = true;
  end_ = std::move(status);
  Advance();
}

void WatchStream::Advance() {
  while (state_ == State::kIdle && begun_) {
    if (ending_) return FinishNow(end_);
    if (!outbox_.empty()) return WriteNext();
    if (cursor_.in_snapshot) return FetchFromStore();
    if (marker_due_ && cursor_.position >= snapshot_revision_) {
      marker_due_ = false;
      pin_.reset();
      PutEvent(server_->codec_->Consistent(At(cursor_)));
    } else if (progress_seen_ != server_->progress_round() && !marker_due_) {
      progress_seen_ = server_->progress_round();
      PutEvent(server_->codec_->Progress(At(cursor_)));
    } else if (cursor_.position >= store().publication().revision()) {
      // Sleep returns false if a commit was published or a progress round began meanwhile.
      if (server_->Sleep(this, cursor_.position, progress_seen_)) return;
    } else if (!TakeFromFeed()) {
      return FetchFromStore();
    }
  }
}

void WatchStream::PutEvent(const std::string& message) {
  outbox_.push_back({grpc::Slice(message), /*event=*/true});
}

void WatchStream::WriteNext() {
  std::vector<grpc::Slice> slices;
  size_t bytes = 0;
  if (first_ && !outbox_.front().event) {
    slices.emplace_back(server_->codec_->Head(log_id()));
    bytes = slices.back().size();
  }
  if (std::exchange(first_, false)) {
    server_->handler_->AddPosition(context_, server_->handler_->PublishedPosition(), nullptr,
                                   absl::OkStatus());
  }
  const auto limit = static_cast<size_t>(server_->options_.max_message_bytes);
  for (bool any = false;
       !outbox_.empty() && (!any || bytes + outbox_.front().bytes.size() <= limit); any = true) {
    const Entry entry = std::move(outbox_.front());
    outbox_.pop_front();
    bytes += entry.bytes.size();
    slices.push_back(entry.bytes);
    if (entry.event) break;
  }
  writing_ = grpc::ByteBuffer(slices.data(), slices.size());
  state_ = State::kWriting;
  StartWrite(&writing_);
}

void WatchStream::FinishNow(const absl::Status& status) {
  state_ = State::kFinished;
  outbox_.clear();
  pin_.reset();
  server_->handler_->AddPosition(context_, server_->handler_->PublishedPosition(), nullptr, status);
  Finish(ToGrpcStatus(status));
}

void WatchStream::OnWriteDone(bool ok) {
  MutexLock lock(&mu_);
  if (state_ == State::kFinished) return;
  state_ = State::kIdle;
  if (!ok) return FinishNow(absl::CancelledError("the client went away"));
  Advance();
}

void WatchStream::OnCancel() {
  MutexLock lock(&mu_);
  // Does not wait for a write in progress: behind a proxy, that write may not fail until minutes
  // later.
  if (state_ != State::kFinished) FinishNow(absl::CancelledError("the client cancelled the watch"));
}

void WatchStream::OnDone() { server_->Remove(this); }

void WatchStream::Take(Found found) {
  cursor_ = std::move(found.cursor);
  snapshot_revision_ = std::max(snapshot_revision_, found.snapshot_revision);
  for (Entry& entry : found.entries) outbox_.push_back(std::move(entry));
}

bool WatchStream::TakeFromFeed() {
  const auto items = server_->feed_->After(cursor_.position, server_->options_.max_message_bytes);
  if (!items || items->empty()) return false;
  Found found;
  found.cursor = cursor_;
  const WatchFilter& filter = start_.filter;
  const auto encode = [&](const store::v1::Commit& commit) {
    return server_->codec_->Commit(log_id(), commit, filter, server_->options_.max_message_bytes);
  };
  for (const std::shared_ptr<const FeedItem>& item : *items) {
    if (filter.everything()) {
      for (const grpc::Slice& message : item->Messages(encode)) {
        found.entries.push_back({message, false});
      }
    } else {
      for (const std::string& message : encode(item->commit())) {
        found.entries.push_back({grpc::Slice(message), false});
      }
    }
    found.cursor.position = item->commit().revision();
    found.cursor.mark = MarkOf(item->commit().commit_id());
  }
  Take(std::move(found));
  return true;
}

void WatchStream::FetchFromStore() {
  state_ = State::kFetching;
  server_->handler_->store().Read([self = shared_from_this(),
                                   cursor = cursor_](absl::StatusOr<Snapshot> snapshot) {
    absl::StatusOr<Found> found = !snapshot.ok()       ? snapshot.status()
                                  : cursor.in_snapshot ? self->ReadSnapshotPage(*snapshot, cursor)
                                                       : self->ReadLog(cursor);
    MutexLock lock(&self->mu_);
    if (self->state_ == State::kFinished) return;
    self->state_ = State::kIdle;
    if (found.ok()) {
      self->Take(*std::move(found));
    } else if (!self->ending_) {
      if (snapshot.ok()) return self->FinishNow(ErrorForCaller(found.status()));
      // The store was too busy for a snapshot; the next round tries again.
      self->server_->SleepUntilNextRound(self.get(), self->cursor_.position);
      return;
    }
    self->Advance();
  });
}

absl::StatusOr<WatchStream::Found> WatchStream::ReadLog(Cursor cursor) const {
  ReadLimits limits;
  limits.max_bytes = server_->options_.max_message_bytes;
  const absl::StatusOr<std::vector<store::v1::Commit>> commits =
      store().log().Read(cursor.position, limits);
  if (absl::IsOutOfRange(commits.status())) {
    return RevisionCompactedError(cursor.position, store().log().oldest());
  }
  JUMELAGE_RETURN_IF_ERROR(commits.status());
  // Commits that are durable but not published yet must not be visible (G1).
  const Revision published = store().publication().revision();
  Found found;
  for (const store::v1::Commit& commit : *commits) {
    if (commit.revision() > published) break;
    for (const std::string& message : server_->codec_->Commit(
             log_id(), commit, start_.filter, server_->options_.max_message_bytes)) {
      found.entries.push_back({grpc::Slice(message), false});
    }
    cursor.position = commit.revision();
    cursor.mark = MarkOf(commit.commit_id());
  }
  found.cursor = std::move(cursor);
  return found;
}

absl::StatusOr<WatchStream::Found> WatchStream::ReadSnapshotPage(const Snapshot& snapshot,
                                                                 Cursor cursor) const {
  const std::vector<const TableBase*>& tables = store().schema().tables;
  Found found;
  found.snapshot_revision = snapshot.revision;
  const TableBase& table = *tables[cursor.table];
  std::vector<StoredResource> page;
  if (start_.filter.collections.empty() || start_.filter.collections.contains(table.name())) {
    JUMELAGE_ASSIGN_OR_RETURN(
        page, table.Scan(snapshot.db, cursor.last_name, server_->options_.max_message_bytes / 2));
  }
  if (page.empty()) {
    cursor.last_name.clear();
    cursor.in_snapshot = ++cursor.table < tables.size();
  } else {
    cursor.last_name = page.back().name;
  }
  page.erase(std::remove_if(page.begin(), page.end(),
                            [&](const StoredResource& resource) {
                              return !start_.filter.Matches(resource.name);
                            }),
             page.end());
  if (!page.empty()) {
    found.entries.push_back({grpc::Slice(server_->codec_->SnapshotPage(log_id(), page)), true});
  }
  found.cursor = std::move(cursor);
  return found;
}

}  // namespace jumelage
