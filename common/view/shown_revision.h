#ifndef JUMELAGE_COMMON_VIEW_SHOWN_REVISION_H_
#define JUMELAGE_COMMON_VIEW_SHOWN_REVISION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/log/log.h"

namespace jumelage {

// How far readers of the view can see, where those meet who want to see further and the writer that
// can let them. Thread-safe.
class ShownRevision {
 public:
  // Set before any reader comes: called by one who is about to wait, and must not block.
  void set_on_wanted(std::function<void()> on_wanted) { on_wanted_ = std::move(on_wanted); }

  Revision revision() const { return revision_.load(std::memory_order_acquire); }
  // By the writer. It goes back only when the view is made anew.
  void Set(Revision revision);

  // By a reader, before each snapshot: blocks until `revision` is shown. False when it isn't and
  // the writer can't say when it will be.
  bool Await(Revision revision);
  // By the writer: Await no longer blocks, until it can show everything again.
  void SetBlocked(bool blocked);

  // Whether a reader waits, or did so until a moment ago.
  bool wanted() const {
    return wanted_.load(std::memory_order_acquire) > revision_.load(std::memory_order_acquire);
  }
  // How many times Await was called.
  int64_t asked() const { return asked_.load(std::memory_order_relaxed); }

 private:
  std::function<void()> on_wanted_;
  std::atomic<Revision> revision_{0};
  std::atomic<Revision> wanted_{0};
  std::atomic<int64_t> asked_{0};
  Mutex mu_;
  CondVar changed_;
  bool blocked_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SHOWN_REVISION_H_
