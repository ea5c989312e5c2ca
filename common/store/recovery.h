#ifndef JUMELAGE_COMMON_STORE_RECOVERY_H_
#define JUMELAGE_COMMON_STORE_RECOVERY_H_

#include <atomic>

#include "absl/status/status.h"
#include "common/log/log.h"
#include "common/store/publisher.h"
#include "common/view/view.h"

namespace jumelage {

// Brings the view and the published revision up to the log: after others have appended, and after a
// storage failure, which stops writing until log and view are usable again. `recovering` is
// thread-safe; the rest is for the writer's thread only. The constructor's arguments outlive this.
class Recovery {
 public:
  Recovery(Log* log, View* view, Publisher* publisher)
      : log_(*log), view_(*view), publisher_(*publisher) {}

  // Whether writing has stopped.
  bool recovering() const { return recovering_.load(std::memory_order_relaxed); }
  // Why it has stopped, as an error for callers.
  const absl::Status& trouble() const { return trouble_; }

  // Stops writing until TryRecover succeeds. Readers that need more than the view shows get an
  // error.
  void StopWriting();
  // Reads the log again. Returns true if writing may continue.
  bool TryRecover();

  // Whether the log has commits that the view has not applied: others' commits, or those that were
  // undone with a batch.
  bool behind() const { return view_.applied() < log_.head(); }
  // Takes those commits over: applies, shows and publishes them. If it can't, writing stops.
  void CatchUp();

  // Shows what the view has applied. If it can't, writing stops.
  void ShowView();

  // Readers that wait for a revision that is not shown or published yet get an error, until the log
  // is taken over.
  void BlockReaders();

 private:
  absl::Status TakeOver();
  // Publishes the log's remaining commits.
  absl::Status PublishRest();

  Log& log_;
  View& view_;
  Publisher& publisher_;
  std::atomic<bool> recovering_{false};
  absl::Status trouble_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RECOVERY_H_
