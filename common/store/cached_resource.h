#ifndef JUMELAGE_COMMON_STORE_CACHED_RESOURCE_H_
#define JUMELAGE_COMMON_STORE_CACHED_RESOURCE_H_

#include <atomic>
#include <cstddef>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/log/log.h"

namespace jumelage {

class CachedResourcePtr;

// A resource as it was last published: its name and its serialized bytes. Immutable. One block of
// memory holds the name, the bytes and the reference count. If there are many resources, the one
// that is read is rarely in the processor's cache, and each additional block would cost another
// cache miss.
class CachedResource {
 public:
  static CachedResourcePtr Make(absl::string_view name, Revision revision, absl::string_view bytes);
  CachedResource(const CachedResource&) = delete;
  CachedResource& operator=(const CachedResource&) = delete;

  Revision revision() const { return revision_; }
  absl::string_view name() const { return {text(), name_size_}; }
  absl::string_view bytes() const { return {text() + name_size_, bytes_size_}; }

 private:
  friend class CachedResourcePtr;

  CachedResource(Revision revision, size_t name_size, size_t bytes_size)
      : revision_(revision), name_size_(name_size), bytes_size_(bytes_size) {}
  ~CachedResource() = default;

  // The name and then the bytes, directly after the object in the same block.
  const char* text() const { return reinterpret_cast<const char*>(this + 1); }
  void Ref() const { references_.fetch_add(1, std::memory_order_relaxed); }
  void Unref() const;

  mutable std::atomic<size_t> references_{1};
  const Revision revision_;
  const size_t name_size_;
  const size_t bytes_size_;
};

// Holds a CachedResource, or nothing. Like std::shared_ptr, each object may be used by one thread
// at a time.
class CachedResourcePtr {
 public:
  CachedResourcePtr() = default;
  CachedResourcePtr(const CachedResourcePtr& other) : resource_(other.resource_) {
    if (resource_ != nullptr) resource_->Ref();
  }
  CachedResourcePtr(CachedResourcePtr&& other) noexcept
      : resource_(std::exchange(other.resource_, nullptr)) {}
  CachedResourcePtr& operator=(CachedResourcePtr other) noexcept {
    std::swap(resource_, other.resource_);
    return *this;
  }
  ~CachedResourcePtr() {
    if (resource_ != nullptr) resource_->Unref();
  }

  const CachedResource& operator*() const { return *resource_; }
  const CachedResource* operator->() const { return resource_; }
  friend bool operator==(const CachedResourcePtr& held, std::nullptr_t) {
    return held.resource_ == nullptr;
  }
  friend bool operator!=(const CachedResourcePtr& held, std::nullptr_t) {
    return held.resource_ != nullptr;
  }

 private:
  friend class CachedResource;
  // Takes over one reference from the caller.
  explicit CachedResourcePtr(const CachedResource* resource) : resource_(resource) {}

  const CachedResource* resource_ = nullptr;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_CACHED_RESOURCE_H_
