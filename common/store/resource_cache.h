#ifndef JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_
#define JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/log/log.h"

namespace jumelage {

// A resource as it was last published.
struct CachedResource {
  Revision revision = 0;
  std::string bytes;
};

// Current resources by name, serialized, in front of the view. The writer puts what it is about to
// publish; readers fill in what they found in the view. Bounded by bytes: a shard that is full
// drops what it meets first, since all names are as likely to be asked for again. Thread-safe; no
// lock is held across I/O.
class ResourceCache {
 public:
  explicit ResourceCache(int64_t max_bytes);

  std::shared_ptr<const CachedResource> Find(absl::string_view name) const;
  // The resource as it is at `revision`, which is published: null where the cache lacks it or only
  // has what is newer. What the cache has is never older.
  std::shared_ptr<const CachedResource> FindAt(absl::string_view name, Revision revision) const;
  // By the writer, before it publishes `revision`: what the resource becomes with it.
  void Put(absl::string_view name, Revision revision, std::string bytes);
  // By the writer: the resource is gone for good with `revision`.
  void Remove(absl::string_view name, Revision revision);
  // By the writer, before it publishes `revision`: whatever was held may be outdated by then.
  void Clear(Revision revision);
  // By a reader that found the resource in a snapshot of the view at `snapshot`. Ignored when
  // something of the same shard was published since: the snapshot may be older than that.
  void Fill(absl::string_view name, Revision snapshot, CachedResource found);

  int64_t bytes() const;

 private:
  static constexpr size_t kShards = 64;
  struct Shard {
    mutable Mutex mu;
    absl::flat_hash_map<std::string, std::shared_ptr<const CachedResource>> entries
        ABSL_GUARDED_BY(mu);
    int64_t bytes ABSL_GUARDED_BY(mu) = 0;
    Revision last_published ABSL_GUARDED_BY(mu) = 0;
  };
  Shard& ShardOf(absl::string_view name) const;
  void Store(Shard& shard, absl::string_view name, CachedResource resource)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mu);
  static void Erase(Shard& shard, absl::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mu);

  const int64_t max_shard_bytes_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_
