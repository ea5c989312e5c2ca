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
#include "common/store/publication.h"
#include "common/store/resource_cache.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// Commits are shared between the writer, watchers and whoever else follows; nobody changes one.
using SharedCommit = std::shared_ptr<const store::v1::Commit>;

// Puts durable commits before everybody: into the cache, then as the published revision, then to
// those who follow. The cache and the publication are thread-safe; the rest is the writer's.
class Publisher {
 public:
  using OnPublished = std::function<void(absl::Span<const SharedCommit>)>;

  // `timers` outlives this.
  Publisher(int64_t cache_bytes, TimerQueue* timers, OnPublished on_published)
      : cache_(cache_bytes), publication_(timers), on_published_(std::move(on_published)) {}

  // Begins with what `log` has, of which the view has applied all up to `revision`.
  void Start(const Log& log, Revision revision);

  // What this store's writer has made: `uncached` is what the commits take out of the cache, their
  // own changes put aside.
  void Publish(std::vector<store::v1::Commit> commits, const std::vector<std::string>& uncached);
  // What another appender has made, or what came of an outcome that was unknown. What else it takes
  // out of the cache is not told by the log, so that all goes.
  void PublishOthers(std::vector<store::v1::Commit> commits);

  // The time of the last commit that was published.
  absl::Time last_commit_time() const { return last_commit_time_; }
  Revision revision() const { return publication_.revision(); }
  ResourceCache& cache() { return cache_; }
  Publication& publication() { return publication_; }

 private:
  void Tell(std::vector<store::v1::Commit> commits);

  ResourceCache cache_;
  Publication publication_;
  const OnPublished on_published_;
  absl::Time last_commit_time_ = absl::InfinitePast();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_PUBLISHER_H_
