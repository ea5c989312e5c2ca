#ifndef JUMELAGE_CLIENTS_CPP_WATCH_LISTENER_H_
#define JUMELAGE_CLIENTS_CPP_WATCH_LISTENER_H_

#include "absl/status/status.h"
#include "common/rpc/position.h"

namespace jumelage::client {

// Receives the events of a watch. Each method returns true to continue, or false to end the watch.
// The methods are called one at a time, on the thread that watches.
template <typename Api>
class WatchListener {
 public:
  virtual ~WatchListener() = default;
  // Receives a page of the current state. Ignore a resource's state if it is not newer than the one
  // you already have.
  virtual bool OnSnapshot(const typename Api::SnapshotPage& page) = 0;
  // Receives a complete commit. The parts of a large commit have already been put together.
  virtual bool OnCommit(const typename Api::Commit& commit) = 0;
  // The events received so far add up to the state at `position`.
  virtual bool OnConsistent(const Position& position) = 0;
  // No more events at or before `position` will follow. Called at least once per second while
  // nothing happens.
  virtual bool OnProgress(const Position& position) = 0;
  // The stream ended before its snapshot was consistent, so the snapshot starts again. Discard
  // everything received so far.
  virtual bool OnRestart() = 0;
  // The stream ended with `reason`, or could not begin. The watch tries again until it succeeds,
  // and calls this only after the first failure in a row.
  virtual void OnInterruption(const absl::Status& reason) { (void)reason; }
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_WATCH_LISTENER_H_
