#include "common/store/resource_cache.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::IsNull;
using testing::NotNull;

constexpr int64_t kMuch = 1 << 20;

TEST(ResourceCacheTest, FindsByNameWhatWasPut) {
  ResourceCache cache(kMuch);
  const std::string bytes("a\0b", 3);
  cache.Put("notes/a", 1, bytes);
  cache.Put("notes/empty", 2, "");
  const CachedResourcePtr found = cache.Find("notes/a");
  ASSERT_THAT(found, NotNull());
  EXPECT_EQ(found->name(), "notes/a");
  EXPECT_EQ(found->revision(), 1);
  EXPECT_EQ(found->bytes(), bytes);
  ASSERT_THAT(cache.Find("notes/empty"), NotNull());
  EXPECT_EQ(cache.Find("notes/empty")->bytes(), "");
  EXPECT_THAT(cache.Find("notes/b"), IsNull());
}

TEST(ResourceCacheTest, WhatIsHeldStaysWhenItsSuccessorComesOrItGoes) {
  ResourceCache cache(kMuch);
  cache.Put("notes/a", 1, "first");
  const CachedResourcePtr first = cache.Find("notes/a");
  cache.Put("notes/a", 2, "second");
  const CachedResourcePtr second = cache.Find("notes/a");
  cache.Remove("notes/a", 3);
  EXPECT_THAT(cache.Find("notes/a"), IsNull());
  EXPECT_EQ(first->bytes(), "first");
  EXPECT_EQ(second->bytes(), "second");
  EXPECT_EQ(cache.bytes(), 0);
}

TEST(ResourceCacheTest, G3WhatIsNewerThanAskedForIsNotFound) {
  ResourceCache cache(kMuch);
  cache.Put("notes/a", 7, "");
  EXPECT_THAT(cache.FindAt("notes/a", 6), IsNull());
  EXPECT_THAT(cache.FindAt("notes/a", 7), NotNull());
}

TEST(ResourceCacheTest, G3AReaderFillsInNothingThatMayBeOutdated) {
  ResourceCache cache(kMuch);
  cache.Fill("notes/a", /*snapshot=*/5, /*revision=*/3, "third");
  ASSERT_THAT(cache.Find("notes/a"), NotNull());
  EXPECT_EQ(cache.Find("notes/a")->revision(), 3);
  cache.Remove("notes/a", 6);
  cache.Fill("notes/a", /*snapshot=*/5, /*revision=*/3, "third");
  EXPECT_THAT(cache.Find("notes/a"), IsNull());
  cache.Clear(8);
  cache.Fill("notes/b", /*snapshot=*/7, /*revision=*/1, "");
  EXPECT_THAT(cache.Find("notes/b"), IsNull());
  cache.Fill("notes/b", /*snapshot=*/8, /*revision=*/1, "");
  EXPECT_THAT(cache.Find("notes/b"), NotNull());
}

TEST(ResourceCacheTest, HoldsNoMoreBytesThanItMay) {
  ResourceCache cache(kMuch);
  const std::string bytes(1000, 'x');
  for (int i = 0; i < 5000; ++i) cache.Put(absl::StrCat("notes/", i), i + 1, bytes);
  EXPECT_LE(cache.bytes(), kMuch);
  EXPECT_GT(cache.bytes(), kMuch / 2);
  EXPECT_THAT(cache.Find("notes/4999"), NotNull());
  cache.Put("notes/large", 6000, std::string(kMuch, 'x'));
  EXPECT_THAT(cache.Find("notes/large"), IsNull());
}

TEST(ResourceCacheTest, ReadersHoldWhatTheWriterReplaces) {
  ResourceCache cache(kMuch);
  cache.Put("notes/a", 1, "1");
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      Revision last = 0;
      while (!done.load()) {
        const CachedResourcePtr found = cache.Find("notes/a");
        ASSERT_THAT(found, NotNull());
        ASSERT_GE(found->revision(), last);
        ASSERT_EQ(found->bytes(), absl::StrCat(found->revision()));
        last = found->revision();
      }
    });
  }
  for (Revision revision = 2; revision < 20000; ++revision) {
    cache.Put("notes/a", revision, absl::StrCat(revision));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace jumelage
