#ifndef JUMELAGE_TESTS_ROBUSTNESS_WATCHER_H_
#define JUMELAGE_TESTS_ROBUSTNESS_WATCHER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "tests/robustness/subject.h"

namespace jumelage {

// Follows a service's changes with one stream after another. Cuts some streams off, resumes at the
// last position, and records every message. One thread calls Run. While Run is running, other
// threads may call only Stop and AwaitTold.
class Watcher {
 public:
  // `subject` must outlive the watcher.
  Watcher(int number, uint64_t seed, const Subject* subject, WatchTarget target,
          bool from_snapshot);

  // Sets the service's run number, channel and log id for the next Run. Must be called before Run.
  void Connect(int life, std::shared_ptr<grpc::Channel> channel, const std::string& log_id);
  // Reads streams until Stop is called, or until a stream ends with an error after which the watch
  // can't be resumed.
  void Run();
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);
  // Waits until the watcher has received everything up to `revision`. Returns false if it hasn't
  // after `timeout`.
  bool AwaitTold(Revision revision, absl::Duration timeout) ABSL_LOCKS_EXCLUDED(mu_);

  const std::vector<StreamRecord>& streams() const { return streams_; }

 private:
  StreamRecord RunStream(int most_messages);
  // Sets the call that Stop cancels. Returns false if the watcher must stop.
  bool SetCall(std::shared_ptr<WatchCall> call) ABSL_LOCKS_EXCLUDED(mu_);
  void Tell(const std::optional<Revision>& told) ABSL_LOCKS_EXCLUDED(mu_);
  bool stopping() ABSL_LOCKS_EXCLUDED(mu_);

  const int number_;
  const Subject* const subject_;
  const WatchTarget target_;
  const bool from_snapshot_;
  std::mt19937_64 random_;
  int life_ = 0;
  std::shared_ptr<grpc::Channel> channel_;
  std::string log_id_;
  std::vector<StreamRecord> streams_;

  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  // The last received position, from which the next stream resumes.
  std::optional<Revision> told_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<WatchCall> call_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_WATCHER_H_
