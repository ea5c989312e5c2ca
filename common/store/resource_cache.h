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

// A cache of current resources by name, serialized, in front of the view. The writer puts in the
// states that it is about to publish; readers fill in those that they found in the view. The size
// in bytes is bounded: a full shard drops arbitrary entries, since all names are equally likely to
// be read again. Thread-safe. No lock is held across I/O.
class ResourceCache {
 public:
  explicit ResourceCache(int64_t max_bytes);

  CachedResourcePtr Find(absl::string_view name) const;
  // Returns the resource as of `revision`, which must be published. Returns null if the cache does
  // not have it or only has a newer state. The cache never has an outdated state.
  CachedResourcePtr FindAt(absl::string_view name, Revision revision) const;
  // Sets the state of the resource as of `revision`. Called by the writer before it publishes
  // `revision`.
  void Put(absl::string_view name, Revision revision, absl::string_view bytes);
  // Removes the entry of a resource that `revision` removed permanently or whose answer it made
  // outdated. Called by the writer before it publishes `revision`.
  void Remove(absl::string_view name, Revision revision);
  // Removes everything, since any entry may be outdated as of `revision`. Called by the writer
  // before it publishes `revision`.
  void Clear(Revision revision);
  // Adds a resource that a reader found in a snapshot of the view. `snapshot` is the revision of
  // the snapshot, and `revision` that of the resource. `outdatings` is the value of outdatings()
  // before the snapshot began. Has no effect if a revision later than `snapshot` has changed
  // something in the same shard, or if answers have become outdated since then or are becoming so,
  // because the snapshot may not include that change.
  void Fill(absl::string_view name, Revision snapshot, int64_t outdatings, Revision revision,
            absl::string_view bytes);

  // Begin and end a change to data that answers contain although it is neither in the resources'
  // own states nor in the log, such as the data that a service follows from another one. Call
  // BeginOutdating before readers of the view can see the change, and EndOutdating once they can.
  // Between the two calls, Fill has no effect. BeginOutdating removes the entries for `names`, or
  // all entries if `names` is null.
  void BeginOutdating(const std::vector<std::string>* names);
  void EndOutdating();
  // Increases with each call to BeginOutdating and EndOutdating.
  int64_t outdatings() const { return outdatings_.load(std::memory_order_acquire); }

  int64_t bytes() const;

 private:
  static constexpr size_t kShards = 64;
  // Hashes and compares entries by name.
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
  // How many calls to BeginOutdating have no EndOutdating yet, and how many calls to either there
  // have been so far.
  std::atomic<int> outdating_{0};
  std::atomic<int64_t> outdatings_{0};
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RESOURCE_CACHE_H_
