#ifndef JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_
#define JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/log/log.h"
#include "common/store/cached_resource.h"

namespace jumelage {

// Current resources by name, serialized, in front of the view. The writer puts what it is about to
// publish; readers fill in what they found in the view. Bounded by bytes: a shard that is full
// drops what it meets first, since all names are as likely to be asked for again. Thread-safe; no
// lock is held across I/O.
class ResourceCache {
 public:
  explicit ResourceCache(int64_t max_bytes);

  CachedResourcePtr Find(absl::string_view name) const;
  // The resource as it is at `revision`, which is published: null where the cache lacks it or only
  // has what is newer. What the cache has is never older.
  CachedResourcePtr FindAt(absl::string_view name, Revision revision) const;
  // By the writer, before it publishes `revision`: what the resource becomes with it.
  void Put(absl::string_view name, Revision revision, absl::string_view bytes);
  // By the writer: the resource is gone for good with `revision`.
  void Remove(absl::string_view name, Revision revision);
  // By the writer, before it publishes `revision`: whatever was held may be outdated by then.
  void Clear(Revision revision);
  // By a reader that found the resource, of `revision`, in a snapshot of the view at `snapshot`,
  // for which outdatings() was `outdatings` before it began. Ignored when something of the same
  // shard was published since, or what answers tell was outdated: the snapshot may be older.
  void Fill(absl::string_view name, Revision snapshot, int64_t outdatings, Revision revision,
            absl::string_view bytes);

  // For what answers tell besides the resources' own states, and no commit of the log changes: what
  // a service follows of another one. Called before readers of the view can see such a change, and
  // when they can; in between nothing is filled in. What is held of `names` goes, and everything
  // where that is null.
  void BeginOutdating(const std::vector<std::string>* names);
  void EndOutdating();
  // Changes with both.
  int64_t outdatings() const { return outdatings_.load(std::memory_order_acquire); }

  int64_t bytes() const;

 private:
  static constexpr size_t kShards = 64;
  // By name.
  struct Hash {
    using is_transparent = void;
    size_t operator()(absl::string_view name) const { return absl::HashOf(name); }
    size_t operator()(const CachedResourcePtr& entry) const { return absl::HashOf(entry->name()); }
  };
  struct SameName {
    using is_transparent = void;
    bool operator()(const CachedResourcePtr& entry, absl::string_view name) const {
      return entry->name() == name;
    }
    bool operator()(const CachedResourcePtr& one, const CachedResourcePtr& other) const {
      return one->name() == other->name();
    }
  };
  struct Shard {
    mutable Mutex mu;
    absl::flat_hash_set<CachedResourcePtr, Hash, SameName> entries ABSL_GUARDED_BY(mu);
    int64_t bytes ABSL_GUARDED_BY(mu) = 0;
    Revision last_published ABSL_GUARDED_BY(mu) = 0;
  };
  Shard& ShardOf(absl::string_view name) const;
  void Store(Shard& shard, CachedResourcePtr resource) ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mu);
  static void Erase(Shard& shard, absl::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mu);

  const int64_t max_shard_bytes_;
  // How many have begun and not ended, and how many began or ended.
  std::atomic<int> outdating_{0};
  std::atomic<int64_t> outdatings_{0};
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_
