#ifndef JUMELAGE_COMMON_WATCH_WATCH_STREAM_H_
#define JUMELAGE_COMMON_WATCH_WATCH_STREAM_H_

#include <grpcpp/grpcpp.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/watch/watch_server.h"

namespace jumelage {

// One watch. When all fetched messages have been written, takes the next ones from the feed's
// memory, or reads them on a thread of the store. A slow client therefore costs only the memory of
// the messages that were fetched together (one message, or all parts of a large commit) and delays
// no other client (W1-W6).
//
// One mutex and one state guard the stream. At any time the stream is fetching, writing, idle or
// finished, and only Advance begins its next step. gRPC may still call the stream's methods after
// Finish. The stream lives until OnDone has been called and no queued work refers to it.
class WatchStream : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                    public std::enable_shared_from_this<WatchStream> {
 public:
  // `context` is the call's.
  WatchStream(WatchServer* server, grpc::CallbackServerContext* context, WatchStart start)
      : server_(server),
        context_(context),
        start_(std::move(start)),
        progress_seen_(server->progress_round()) {}

  const WatchFilter& filter() const { return start_.filter; }
  // The position after which the stream begins. Not used for a snapshot.
  const Position& after() const { return start_.after; }

  // Checks the start's revision against the log and begins; called once.
  void Begin();
  // Called by the server to wake the sleeping stream: a commit that concerns it was published, it
  // is time to send its position, or a fetch must be repeated. There is nothing to send up to
  // `passed`.
  void Wake(Revision passed);
  // Ends the stream with `status` as soon as nothing is being fetched or written. Has no effect if
  // the stream has already finished.
  void End(absl::Status status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class State { kIdle, kFetching, kWriting, kFinished };
  // How far the stream has come. All commits up to `position` were put into the outbox, were
  // filtered out, or are covered by the snapshot. A snapshot in progress has been read up to
  // `last_name` in the table with the index `table` in the schema.
  struct Cursor {
    Revision position = 0;
    // The mark of the commit at `position`, or 0 if the stream has not read that commit.
    CommitMark mark = 0;
    bool in_snapshot = false;
    size_t table = 0;
    std::string last_name;
  };
  // A message, or a part of one, that is waiting to be written. Several commits may be joined into
  // one message. An event (a page of a snapshot, its marker, or a position) is the last entry in
  // its message.
  struct Entry {
    grpc::Slice bytes;
    bool event = false;
  };
  struct Found {
    std::vector<Entry> entries;
    Cursor cursor;
    // For a page of a snapshot: the revision of the state that the page was read from.
    Revision snapshot_revision = 0;
  };

  // Begins the next step of an idle stream. Does the first of these that is due: end, write from
  // the outbox, fetch the snapshot, send its marker, send the position, take commits from the feed
  // or the log. If none is due, the stream sleeps.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void PutEvent(const std::string& message) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void FinishNow(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Take(Found found) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool TakeFromFeed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void FetchFromStore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // These functions are called without the lock; ReadLog and ReadSnapshotPage on a thread of the
  // store.
  absl::StatusOr<Found> ReadLog(Cursor cursor) const;
  absl::StatusOr<Found> ReadSnapshotPage(const Snapshot& snapshot, Cursor cursor) const;
  absl::Status CheckStart() const;

  // Returns the stream's position. Doesn't read the log.
  Position At(const Cursor& cursor) const;
  Store& store() const;
  const std::string& log_id() const;

  WatchServer* const server_;
  grpc::CallbackServerContext* const context_;
  const WatchStart start_;

  Mutex mu_;
  State state_ ABSL_GUARDED_BY(mu_) = State::kIdle;
  bool begun_ ABSL_GUARDED_BY(mu_) = false;
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mu_);
  // The last progress round in which the stream sent its position, or the one in which it began.
  int64_t progress_seen_ ABSL_GUARDED_BY(mu_);
  bool marker_due_ ABSL_GUARDED_BY(mu_) = false;
  bool first_ ABSL_GUARDED_BY(mu_) = true;
  Revision snapshot_revision_ ABSL_GUARDED_BY(mu_) = 0;
  Cursor cursor_ ABSL_GUARDED_BY(mu_);
  // Held during a snapshot, so that the commits made since it began are not compacted before the
  // stream reads them.
  std::unique_ptr<HistoryPins::Pin> pin_ ABSL_GUARDED_BY(mu_);
  std::deque<Entry> outbox_ ABSL_GUARDED_BY(mu_);
  // Belongs to gRPC while the state is kWriting.
  grpc::ByteBuffer writing_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_WATCH_WATCH_STREAM_H_
