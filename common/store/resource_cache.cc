#include "common/store/resource_cache.h"

#include <utility>

#include "absl/hash/hash.h"

namespace jumelage {
namespace {

// What an entry costs beside its name and bytes: the map's slot, two allocations and their headers.
constexpr int64_t kEntryOverhead = 128;

int64_t Cost(absl::string_view name, const CachedResource& resource) {
  return static_cast<int64_t>(name.size() + resource.bytes.size()) + kEntryOverhead;
}

}  // namespace

ResourceCache::ResourceCache(int64_t max_bytes)
    : max_shard_bytes_(max_bytes / static_cast<int64_t>(kShards)) {}

ResourceCache::Shard& ResourceCache::ShardOf(absl::string_view name) const {
  return shards_[absl::HashOf(name) % kShards];
}

std::shared_ptr<const CachedResource> ResourceCache::Find(absl::string_view name) const {
  const Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  const auto it = shard.entries.find(name);
  return it == shard.entries.end() ? nullptr : it->second;
}

std::shared_ptr<const CachedResource> ResourceCache::FindAt(absl::string_view name,
                                                            Revision revision) const {
  std::shared_ptr<const CachedResource> found = Find(name);
  return found != nullptr && found->revision <= revision ? found : nullptr;
}

void ResourceCache::Put(absl::string_view name, Revision revision, std::string bytes) {
  Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  shard.last_published = revision;
  Store(shard, name, {revision, std::move(bytes)});
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

void ResourceCache::Fill(absl::string_view name, Revision snapshot, CachedResource found) {
  Shard& shard = ShardOf(name);
  MutexLock lock(&shard.mu);
  if (shard.last_published > snapshot) return;
  Store(shard, name, std::move(found));
}

int64_t ResourceCache::bytes() const {
  int64_t sum = 0;
  for (const Shard& shard : shards_) {
    MutexLock lock(&shard.mu);
    sum += shard.bytes;
  }
  return sum;
}

void ResourceCache::Store(Shard& shard, absl::string_view name, CachedResource resource) {
  Erase(shard, name);
  const int64_t cost = Cost(name, resource);
  if (cost > max_shard_bytes_) return;
  while (shard.bytes + cost > max_shard_bytes_ && !shard.entries.empty()) {
    const auto victim = shard.entries.begin();
    shard.bytes -= Cost(victim->first, *victim->second);
    shard.entries.erase(victim);
  }
  shard.bytes += cost;
  shard.entries.emplace(std::string(name),
                        std::make_shared<const CachedResource>(std::move(resource)));
}

void ResourceCache::Erase(Shard& shard, absl::string_view name) {
  const auto it = shard.entries.find(name);
  if (it == shard.entries.end()) return;
  shard.bytes -= Cost(it->first, *it->second);
  shard.entries.erase(it);
}

}  // namespace jumelage
