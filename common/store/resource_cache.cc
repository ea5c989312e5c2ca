#include "common/store/resource_cache.h"

#include <utility>

namespace jumelage {
namespace {

// The memory that an entry takes in addition to its CachedResource: the set's slot and the
// allocator's rounding.
constexpr int64_t kEntryOverhead = 64;

int64_t Cost(const CachedResource& resource) {
  return static_cast<int64_t>(sizeof(resource) + resource.name().size() + resource.bytes().size()) +
         kEntryOverhead;
}

}  // namespace

ResourceCache::ResourceCache(int64_t max_bytes)
    : max_shard_bytes_(max_bytes / static_cast<int64_t>(kShards)) {}

ResourceCache::Shard& ResourceCache::ShardOf(absl::string_view name) const {
  return shards_[absl::HashOf(name) % kShards];
}

CachedResourcePtr ResourceCache::Find(absl::string_view name) const {
  const Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  const auto it = shard.entries.find(name);
  return it == shard.entries.end() ? CachedResourcePtr() : *it;
}

CachedResourcePtr ResourceCache::FindAt(absl::string_view name, Revision revision) const {
  CachedResourcePtr found = Find(name);
  return found != nullptr && found->revision() <= revision ? found : CachedResourcePtr();
}

void ResourceCache::Put(absl::string_view name, Revision revision, absl::string_view bytes) {
  CachedResourcePtr resource = CachedResource::Make(name, revision, bytes);
  Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  shard.last_published = revision;
  Store(shard, std::move(resource));
}

void ResourceCache::Remove(absl::string_view name, Revision revision) {
  Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  shard.last_published = revision;
  Erase(shard, name);
}

void ResourceCache::Clear(Revision revision) {
  for (Shard& shard : shards_) {
    MutexLock lock(&shard.mu);
    shard.last_published = revision;
    shard.entries.clear();
    shard.bytes = 0;
  }
}

void ResourceCache::Fill(absl::string_view name, Revision snapshot, int64_t outdatings,
                         Revision revision, absl::string_view bytes) {
  CachedResourcePtr resource = CachedResource::Make(name, revision, bytes);
  Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  if (shard.last_published > snapshot) return;
  // Checked with the lock held: an outdating that begins later removes what is stored here.
  if (outdating_.load() != 0 || outdatings_.load() != outdatings) return;
  Store(shard, std::move(resource));
}

void ResourceCache::BeginOutdating(const std::vector<std::string>* names) {
  ++outdating_;
  ++outdatings_;
  if (names != nullptr) {
    for (const std::string& name : *names) {
      Shard& shard = ShardOf(name);
      MutexLock lock(&shard.mu);
      Erase(shard, name);
    }
    return;
  }
  for (Shard& shard : shards_) {
    MutexLock lock(&shard.mu);
    shard.entries.clear();
    shard.bytes = 0;
  }
}

void ResourceCache::EndOutdating() {
  ++outdatings_;
  --outdating_;
}

int64_t ResourceCache::bytes() const {
  int64_t sum = 0;
  for (const Shard& shard : shards_) {
    MutexLock lock(&shard.mu);
    sum += shard.bytes;
  }
  return sum;
}

void ResourceCache::Store(Shard& shard, CachedResourcePtr resource) {
  Erase(shard, resource->name());
  const int64_t cost = Cost(*resource);
  if (cost > max_shard_bytes_) return;
  while (shard.bytes + cost > max_shard_bytes_ && !shard.entries.empty()) {
    const auto victim = shard.entries.begin();
    shard.bytes -= Cost(**victim);
    shard.entries.erase(victim);
  }
  shard.bytes += cost;
  shard.entries.insert(std::move(resource));
}

void ResourceCache::Erase(Shard& shard, absl::string_view name) {
  const auto it = shard.entries.find(name);
  if (it == shard.entries.end()) return;
  shard.bytes -= Cost(**it);
  shard.entries.erase(it);
}

}  // namespace jumelage
