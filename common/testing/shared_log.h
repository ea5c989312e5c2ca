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

// A log in this process's memory which several append to, each with a Log of its own: what the
// contract in common/log/log.h says of others, for tests to show. Thread-safe.
class SharedLogPlace {
 public:
  SharedLogPlace();
  SharedLogPlace(const SharedLogPlace&) = delete;
  SharedLogPlace& operator=(const SharedLogPlace&) = delete;

  // One more appender. The place outlives it.
  std::unique_ptr<Log> Open();

  // While it is held, Tail tells nobody of anything; then of all at once.
  void HoldTails(bool hold);
  // The outcome of the next commit is unknown to its appender; it is in the log or not.
  void FailNextCommit(bool kept);
  // After so many more reads each fails; nullopt: none.
  void FailReadsAfter(std::optional<int> reads);
  // How many commits were refused since another appender was first.
  int lost_races() const;

 private:
  friend class SharedLog;
  // Who is told, and what: apart from its log, which may be destroyed meanwhile.
  struct Listener {
    Mutex mu;
    std::function<void()> on_appended ABSL_GUARDED_BY(mu);
    // What its log knows of, guarded by the place's lock.
    Revision known = 0;
  };

  absl::Status Append(absl::Span<const store::v1::Commit> batch, const Redaction* redaction,
                      Listener* by);
  // Lets all but `by` know what there is.
  void TellOthers(const Listener* by);
  absl::Status Redact(const Redaction& redaction) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Revision head() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return compacted_ + static_cast<Revision>(commits_.size());
  }
  std::string IdOf(Revision revision) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string log_id_;
  mutable Mutex mu_;
  std::vector<std::shared_ptr<Listener>> listeners_ ABSL_GUARDED_BY(mu_);
  // The last commit that went to the base; those after it are in `commits_`.
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
