#ifndef JUMELAGE_COMMON_STORE_RECOVERY_H_
#define JUMELAGE_COMMON_STORE_RECOVERY_H_

#include <atomic>

#include "absl/status/status.h"
#include "common/log/log.h"
#include "common/store/publisher.h"
#include "common/view/view.h"

namespace jumelage {

// Brings the view and what is published up to the log: after a failure of storage, which stops
// writing until log and view can be used again, and after others have appended. recovering is
// thread-safe; the rest is the writer's. What it is given outlives it.
class Recovery {
 public:
  Recovery(Log* log, View* view, Publisher* publisher)
      : log_(*log), view_(*view), publisher_(*publisher) {}

  // Whether writing has stopped.
  bool recovering() const { return recovering_.load(std::memory_order_relaxed); }
  // Why, for callers.
  const absl::Status& trouble() const { return trouble_; }

  // Stops writing, until TryRecover succeeds; readers who need more than the view shows are told
  // so.
  void StopWriting();
  // Reads the log again. True when writing may go on.
  bool TryRecover();

  // Whether the log has what the view has not applied: others' commits, or what was undone with a
  // batch.
  bool behind() const { return view_.applied() < log_.head(); }
  // Takes that over: applies it, shows it, publishes it. Where it can't, writing stops.
  void CatchUp();

  // Shows what the view has applied. Where it can't, writing stops.
  void ShowView();

  // Who waits for what is not shown or published yet is told so, until that is taken over.
  void BlockReaders();

 private:
  absl::Status TakeOver();
  // What the log has and was not published.
  absl::Status PublishRest();

  Log& log_;
  View& view_;
  Publisher& publisher_;
  std::atomic<bool> recovering_{false};
  absl::Status trouble_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RECOVERY_H_
