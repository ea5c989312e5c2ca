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

// Maintains the files between the writer's batches: compacts history step by step, and scrubs files
// that may still contain removed data. Used on the writer's thread only. `log`, `view`,
// `compactor`, `recovery` and `answers` must outlive this object.
class Housekeeping {
 public:
  Housekeeping(Log* log, View* view, Compactor* compactor, Recovery* recovery, Answers* answers)
      : log_(*log),
        view_(*view),
        compactor_(*compactor),
        recovery_(*recovery),
        answers_(*answers) {}

  // Scrubs the files if one of `items` redacts and a scrub is due. Called before the items of a
  // batch are answered, so that a redaction succeeds only once no file contains the removed texts.
  // If the scrub fails, the redactions that had succeeded get COMMIT_OUTCOME_UNKNOWN.
  void FinishRedactions(std::vector<WriteItem>* items);
  // Scrubs if a scrub is due and the last attempt was long enough ago, and takes one step of
  // compaction. After the step that completes a requested compaction, scrubs if that may free disk
  // space.
  void Run();
  // Refuses the waiting compactions, and all later ones, with SHUTTING_DOWN.
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
  // The log's oldest revision at the last successful scrub. If nothing has been compacted since
  // then, another scrub frees no space.
  Revision scrubbed_to_ = 1;
};

// The thread for maintenance that doesn't need the writer: it checkpoints the log and the view, and
// queues the compaction of history that has become too old.
class Maintainer {
 public:
  // Starts the thread, which calls `wake` when there is work for the writer. `log`, `view` and
  // `compactor` must outlive the maintainer.
  Maintainer(Log* log, View* view, Compactor* compactor, std::function<void()> wake);
  // Calls Stop.
  ~Maintainer();
  Maintainer(const Maintainer&) = delete;
  Maintainer& operator=(const Maintainer&) = delete;

  // Stops and joins the thread. Idempotent, but not thread-safe.
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
