#include "common/store/cached_resource.h"

#include <cstring>
#include <new>

namespace jumelage {

CachedResourcePtr CachedResource::Make(absl::string_view name, Revision revision,
                                       absl::string_view bytes) {
  void* const block = ::operator new(sizeof(CachedResource) + name.size() + bytes.size());
  auto* const resource = new (block) CachedResource(revision, name.size(), bytes.size());
  char* const text = reinterpret_cast<char*>(resource + 1);
  if (!name.empty()) std::memcpy(text, name.data(), name.size());
  if (!bytes.empty()) std::memcpy(text + name.size(), bytes.data(), bytes.size());
  return CachedResourcePtr(resource);
}

void CachedResource::Unref() const {
  // acq_rel makes all other threads' uses happen before the block is freed.
  if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  auto* const last = const_cast<CachedResource*>(this);
  last->~CachedResource();
  ::operator delete(last);
}

}  // namespace jumelage
