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

// What the writer does between batches to keep the files in order: forgets history step by step,
// and makes files anew that may still hold what was taken out of them. The writer's. What it is
// given outlives it.
class Housekeeping {
 public:
  Housekeeping(Log* log, View* view, Compactor* compactor, Recovery* recovery, Answers* answers)
      : log_(*log),
        view_(*view),
        compactor_(*compactor),
        recovery_(*recovery),
        answers_(*answers) {}

  // Before the items of a batch are answered: a redaction is when nothing of what it took out is
  // left in a file.
  void FinishRedactions(std::vector<WriteItem>* items);
  // Does what is due, a bounded part of it.
  void Run();
  // Tells those who wait that it will not be done.
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
  // What the log kept when it was last made anew: without compactions since, nothing is gained.
  Revision scrubbed_to_ = 1;
};

// The thread that does beside the writer what can be done beside it: log and view move their WALs
// into their databases, and history that has become too old is looked for.
class Maintainer {
 public:
  // Starts the thread; `wake` wakes the writer, where there is something for it. All outlive this.
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
