#ifndef JUMELAGE_COMMON_STORE_PUBLISHER_H_
#define JUMELAGE_COMMON_STORE_PUBLISHER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/timer_queue.h"
#include "common/log/log.h"
#include "common/store/commit_marks.h"
#include "common/store/publication.h"
#include "common/store/resource_cache.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// A commit shared between the writer, watchers and other followers. Immutable.
using SharedCommit = std::shared_ptr<const store::v1::Commit>;

// Publishes durable commits: first updates the cache and the marks, then raises the published
// revision, then passes the commits to the followers. The cache, the marks and the publication are
// thread-safe. The other methods must be called on the writer's thread only.
class Publisher {
 public:
  using OnPublished = std::function<void(absl::Span<const SharedCommit>)>;

  // `timers` must outlive this object.
  Publisher(int64_t cache_bytes, TimerQueue* timers, OnPublished on_published)
      : cache_(cache_bytes), publication_(timers), on_published_(std::move(on_published)) {}

  // Publishes `revision` when the store starts, and takes last_commit_time and the mark from that
  // commit if it can be read from `log`. Does not call `on_published`. The view must have applied
  // all commits up to `revision`, and the writer's thread must not have started yet.
  void Start(const Log& log, Revision revision);

  // Publishes this store's own commits. `uncached` has the names that they remove from the cache
  // (Transaction::Uncache).
  void Publish(std::vector<store::v1::Commit> commits, const std::vector<std::string>& uncached);
  // Publishes other appenders' commits, or commits whose outcome was unknown. The log doesn't
  // record which entries of other resources they make outdated, so this clears the whole cache.
  void PublishOthers(std::vector<store::v1::Commit> commits);

  // The time of the last published commit, or InfinitePast if it is not known.
  absl::Time last_commit_time() const { return last_commit_time_; }
  Revision revision() const { return publication_.revision(); }
  ResourceCache& cache() { return cache_; }
  const CommitMarks& marks() const { return marks_; }
  Publication& publication() { return publication_; }

 private:
  void Tell(std::vector<store::v1::Commit> commits);

  ResourceCache cache_;
  CommitMarks marks_;
  Publication publication_;
  const OnPublished on_published_;
  absl::Time last_commit_time_ = absl::InfinitePast();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_PUBLISHER_H_
