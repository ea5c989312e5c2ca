#ifndef JUMELAGE_COMMON_STORE_HOUSEKEEPING_H_
#define JUMELAGE_COMMON_STORE_HOUSEKEEPING_H_

#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/store/answers.h"
#include "common/store/compactor.h"
#include "common/store/mutation.h"
#include "common/store/recovery.h"
#include "common/view/view.h"

namespace jumelage {

// Keeps the files in order between the writer's batches: compacts history step by step, and scrubs
// files that may still contain what was removed. The writer's thread only. The constructor's
// arguments outlive this.
class Housekeeping {
 public:
  Housekeeping(Log* log, View* view, Compactor* compactor, Recovery* recovery, Answers* answers)
      : log_(*log),
        view_(*view),
        compactor_(*compactor),
        recovery_(*recovery),
        answers_(*answers) {}

  // Called before the items of a batch are answered: a redaction is only answered once no file
  // contains anything that it removed.
  void FinishRedactions(std::vector<WriteItem>* items);
  // Does a bounded part of the work that is due.
  void Run();
  // Gives the waiting compactions SHUTTING_DOWN.
  void End();

 private:
  absl::Status Scrub();
  void Compact();

  Log& log_;
  View& view_;
  Compactor& compactor_;
  Recovery& recovery_;
  Answers& answers_;
  absl::Time last_scrub_ = absl::InfinitePast();
  // The log's oldest revision at the last scrub. Without a compaction since, another scrub gains
  // nothing.
  Revision scrubbed_to_ = 1;
};

// The thread that does the maintenance that doesn't need the writer: it checkpoints log and view,
// and looks for history that has become too old.
class Maintainer {
 public:
  // Starts the thread. `wake` wakes the writer when there is work for it. All arguments outlive
  // this.
  Maintainer(Log* log, View* view, Compactor* compactor, std::function<void()> wake);
  // Stops.
  ~Maintainer();
  Maintainer(const Maintainer&) = delete;
  Maintainer& operator=(const Maintainer&) = delete;

  // Joins. Idempotent; called by one thread.
  void Stop();

 private:
  void Loop();

  Log& log_;
  View& view_;
  Compactor& compactor_;
  const std::function<void()> wake_;
  Mutex mu_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_HOUSEKEEPING_H_
