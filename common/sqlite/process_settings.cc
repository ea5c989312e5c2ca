#include "common/sqlite/process_settings.h"

#include <algorithm>
#include <mutex>

#include "sqlite3.h"

namespace jumelage::sqlite {
namespace {

// A wrapper around SQLite's own page cache. It passes every call on, except that it only truncates
// the cache if there are pages to drop.
//
// At the end of each transaction, SQLite truncates the cache to the number of pages in the
// database. If the highest page number that the cache ever had is far above that, truncating
// searches the whole cache. This is always so once a b-tree has been balanced: to swap pages,
// balance_nonroot() temporarily gives one of them the number of the lock page, which is at 1 GiB.
// See docs/adr/0016.
struct PageCache {
  sqlite3_pcache* own;
  unsigned lock_page;
  // No cached page has a higher number, except one that temporarily has the lock page's number.
  unsigned highest;
};

sqlite3_pcache_methods2 own_methods;

PageCache* Of(sqlite3_pcache* cache) { return reinterpret_cast<PageCache*>(cache); }

sqlite3_pcache* Create(int page_size, int extra_size, int purgeable) {
  constexpr unsigned kLockByte = 1u << 30;
  sqlite3_pcache* const own = own_methods.xCreate(page_size, extra_size, purgeable);
  if (own == nullptr) return nullptr;
  auto* const cache =
      new PageCache{own, kLockByte / static_cast<unsigned>(page_size) + 1, /*highest=*/0};
  return reinterpret_cast<sqlite3_pcache*>(cache);
}

void SetSize(sqlite3_pcache* cache, int pages) { own_methods.xCachesize(Of(cache)->own, pages); }

int CountPages(sqlite3_pcache* cache) { return own_methods.xPagecount(Of(cache)->own); }

sqlite3_pcache_page* Fetch(sqlite3_pcache* cache, unsigned number, int create) {
  PageCache* const self = Of(cache);
  sqlite3_pcache_page* const page = own_methods.xFetch(self->own, number, create);
  if (page != nullptr) self->highest = std::max(self->highest, number);
  return page;
}

void Unpin(sqlite3_pcache* cache, sqlite3_pcache_page* page, int discard) {
  own_methods.xUnpin(Of(cache)->own, page, discard);
}

void Renumber(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned before, unsigned after) {
  PageCache* const self = Of(cache);
  if (after != self->lock_page) self->highest = std::max(self->highest, after);
  own_methods.xRekey(self->own, page, before, after);
}

void Truncate(sqlite3_pcache* cache, unsigned first) {
  PageCache* const self = Of(cache);
  if (first > self->highest) return;
  own_methods.xTruncate(self->own, first);
  self->highest = first - 1;
}

void Destroy(sqlite3_pcache* cache) {
  own_methods.xDestroy(Of(cache)->own);
  delete Of(cache);
}

void Shrink(sqlite3_pcache* cache) { own_methods.xShrink(Of(cache)->own); }

}  // namespace

void MakeProcessSettings() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own_methods) != SQLITE_OK) return;
    sqlite3_pcache_methods2 methods = own_methods;
    methods.xCreate = Create;
    methods.xCachesize = SetSize;
    methods.xPagecount = CountPages;
    methods.xFetch = Fetch;
    methods.xUnpin = Unpin;
    methods.xRekey = Renumber;
    methods.xTruncate = Truncate;
    methods.xDestroy = Destroy;
    methods.xShrink = Shrink;
    sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
  });
}

}  // namespace jumelage::sqlite
