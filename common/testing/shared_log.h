#ifndef JUMELAGE_COMMON_TESTING_SHARED_LOG_H_
#define JUMELAGE_COMMON_TESTING_SHARED_LOG_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// An in-memory log with several appenders, each with its own Log, for tests of the contract about
// other appenders in common/log/log.h. Thread-safe.
class SharedLogPlace {
 public:
  SharedLogPlace();
  SharedLogPlace(const SharedLogPlace&) = delete;
  SharedLogPlace& operator=(const SharedLogPlace&) = delete;

  // Adds an appender. This object must outlive it.
  std::unique_ptr<Log> Open();

  // While `hold` is set, no Tail reports new commits. When it is cleared, each Tail reports all of
  // them together.
  void HoldTails(bool hold);
  // Makes the outcome of the next commit unknown to its appender. The commit is in the log only if
  // `kept`.
  void FailNextCommit(bool kept);
  // Makes every Log::Read of any appender fail after this many more calls. With nullopt, Read does
  // not fail.
  void FailReadsAfter(std::optional<int> reads);
  // How many batches were refused because another appender was first.
  int lost_races() const;

 private:
  friend class SharedLog;
  // An appender's state. Separate from its log, which may be destroyed during a notification.
  struct Listener {
    Mutex mu;
    std::function<void()> on_appended ABSL_GUARDED_BY(mu);
    // The last revision that the appender's Log knows of. Guarded by SharedLogPlace::mu_.
    Revision known = 0;
  };

  absl::Status Append(absl::Span<const store::v1::Commit> batch, const Redaction* redaction,
                      Listener* by);
  // Notifies the appenders that have not seen the last commit, except `by`, and updates their
  // `known`. Does nothing while Tails are held.
  void TellOthers(const Listener* by);
  absl::Status Redact(const Redaction& redaction) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Revision head() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return compacted_ + static_cast<Revision>(commits_.size());
  }
  std::string IdOf(Revision revision) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string log_id_;
  mutable Mutex mu_;
  std::vector<std::shared_ptr<Listener>> listeners_ ABSL_GUARDED_BY(mu_);
  // The revision of the last commit that was moved to the base. Later ones are in `commits_`.
  Revision compacted_ ABSL_GUARDED_BY(mu_) = 0;
  std::string compacted_id_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, store::v1::Commit> base_ ABSL_GUARDED_BY(mu_);
  std::vector<store::v1::Commit> commits_ ABSL_GUARDED_BY(mu_);
  int redactions_ ABSL_GUARDED_BY(mu_) = 0;
  bool hold_tails_ ABSL_GUARDED_BY(mu_) = false;
  std::optional<bool> fail_next_ ABSL_GUARDED_BY(mu_);
  std::optional<int> reads_left_ ABSL_GUARDED_BY(mu_);
  int lost_races_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_SHARED_LOG_H_
