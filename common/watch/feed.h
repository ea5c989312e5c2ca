#ifndef JUMELAGE_COMMON_WATCH_FEED_H_
#define JUMELAGE_COMMON_WATCH_FEED_H_

#include <grpcpp/support/slice.h>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/types/span.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/store/store.h"

namespace jumelage {

// A published commit, and its messages in an unfiltered watch. All unfiltered watches share these
// messages.
class FeedItem {
 public:
  explicit FeedItem(SharedCommit commit)
      : commit_(std::move(commit)), bytes_(static_cast<int64_t>(commit_->ByteSizeLong())) {}

  const store::v1::Commit& commit() const { return *commit_; }
  // The size of the commit, computed once.
  int64_t bytes() const { return bytes_; }
  // Returns the messages that deliver the commit. The first call makes them with `encode`; later
  // calls return the same messages. Copies of a slice share its bytes. Thread-safe.
  const std::vector<grpc::Slice>& Messages(
      const std::function<std::vector<std::string>(const store::v1::Commit&)>& encode) const {
    std::call_once(encoded_, [&] {
      for (const std::string& message : encode(*commit_)) messages_.emplace_back(message);
    });
    return messages_;
  }

 private:
  const SharedCommit commit_;
  const int64_t bytes_;
  mutable std::once_flag encoded_;
  mutable std::vector<grpc::Slice> messages_;
};

// The newest commits in memory, for watchers that keep up. Watchers that fall behind read the log.
// Filled by the store's writer. Thread-safe.
class Feed {
 public:
  // Keeps the newest commits, up to `max_bytes` in total, and always at least the last one.
  explicit Feed(int64_t max_bytes) : max_bytes_(max_bytes) {}

  // Adds published commits, which must be in order. Skips commits that were added before. A commit
  // that redacts earlier ones, or that comes after a gap, removes all commits before it from
  // memory. Called by the writer after publication. Finally calls the listener.
  void Publish(absl::Span<const SharedCommit> commits);

  // Sets the function that each Publish calls at its end, on the writer's thread, so it must be
  // short. Null removes it. Once SetListener returns, the previous function is not called again.
  void SetListener(std::function<void()> listener);

  // Returns the commits after `after`, oldest first, until their total size reaches `max_bytes`;
  // none if there are no later commits. Returns nullopt if the commit that follows `after` is no
  // longer in memory, or if no commits are in memory.
  std::optional<std::vector<std::shared_ptr<const FeedItem>>> After(Revision after,
                                                                    int64_t max_bytes) const;

 private:
  const int64_t max_bytes_;
  mutable Mutex mu_;
  int64_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
  std::deque<std::shared_ptr<const FeedItem>> items_ ABSL_GUARDED_BY(mu_);
  Mutex listener_mu_;
  std::function<void()> listener_ ABSL_GUARDED_BY(listener_mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_WATCH_FEED_H_
