#ifndef JUMELAGE_COMMON_STORE_RECOVERY_H_
#define JUMELAGE_COMMON_STORE_RECOVERY_H_

#include <atomic>

#include "absl/status/status.h"
#include "common/log/log.h"
#include "common/store/publisher.h"
#include "common/view/view.h"

namespace jumelage {

// Brings the view and the published revision up to date with the log, after other appenders have
// added commits and after a storage failure. A storage failure stops writing until the log and the
// view are usable again. `recovering` is thread-safe. The other methods must be called on the
// writer's thread only. `log`, `view` and `publisher` must outlive this object.
class Recovery {
 public:
  Recovery(Log* log, View* view, Publisher* publisher)
      : log_(*log), view_(*view), publisher_(*publisher) {}

  // Whether writing has stopped.
  bool recovering() const { return recovering_.load(std::memory_order_relaxed); }
  // Why writing has stopped, as an error for callers. Meaningful only if recovering().
  const absl::Status& trouble() const { return trouble_; }

  // Stops writing until TryRecover succeeds. Readers that need more than the view shows get an
  // error.
  void StopWriting();
  // Reads the log again, and brings the view up to date. Returns true if writing may continue.
  bool TryRecover();

  // Whether the log has commits that the view has not applied: other appenders' commits, or commits
  // that were undone together with a failed batch.
  bool behind() const { return view_.applied() < log_.head(); }
  // Takes over the commits that the view has not applied: applies, shows and publishes them. Stops
  // writing if this fails or the view is suspect.
  void CatchUp();

  // Shows what the view has applied. If this fails, writing stops.
  void ShowView();

  // Makes readers get an error if they wait for a revision that is not shown or published yet,
  // until the log's commits have been taken over.
  void BlockReaders();

 private:
  absl::Status TakeOver();
  // Publishes the commits that the view has applied but that are not published yet. Skips commits
  // that another appender has already compacted.
  absl::Status PublishRest();

  Log& log_;
  View& view_;
  Publisher& publisher_;
  std::atomic<bool> recovering_{false};
  absl::Status trouble_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RECOVERY_H_
