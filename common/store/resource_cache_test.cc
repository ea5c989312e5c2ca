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

TEST(ResourceCacheTest, FindsWhatWasPutByName) {
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

TEST(ResourceCacheTest, AHeldEntryOutlivesItsReplacementOrRemoval) {
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

TEST(ResourceCacheTest, G3AStateNewerThanRequestedIsNotFound) {
  ResourceCache cache(kMuch);
  cache.Put("notes/a", 7, "");
  EXPECT_THAT(cache.FindAt("notes/a", 6), IsNull());
  EXPECT_THAT(cache.FindAt("notes/a", 7), NotNull());
}

TEST(ResourceCacheTest, G3AReaderFillsInNothingThatMayBeOutdated) {
  ResourceCache cache(kMuch);
  cache.Fill("notes/a", /*snapshot=*/5, cache.outdatings(), /*revision=*/3, "third");
  ASSERT_THAT(cache.Find("notes/a"), NotNull());
  EXPECT_EQ(cache.Find("notes/a")->revision(), 3);
  cache.Remove("notes/a", 6);
  cache.Fill("notes/a", /*snapshot=*/5, cache.outdatings(), /*revision=*/3, "third");
  EXPECT_THAT(cache.Find("notes/a"), IsNull());
  cache.Clear(8);
  cache.Fill("notes/b", /*snapshot=*/7, cache.outdatings(), /*revision=*/1, "");
  EXPECT_THAT(cache.Find("notes/b"), IsNull());
  cache.Fill("notes/b", /*snapshot=*/8, cache.outdatings(), /*revision=*/1, "");
  EXPECT_THAT(cache.Find("notes/b"), NotNull());
}

TEST(ResourceCacheTest, StaysWithinItsByteLimit) {
  ResourceCache cache(kMuch);
  const std::string bytes(1000, 'x');
  for (int i = 0; i < 5000; ++i) cache.Put(absl::StrCat("notes/", i), i + 1, bytes);
  EXPECT_LE(cache.bytes(), kMuch);
  EXPECT_GT(cache.bytes(), kMuch / 2);
  EXPECT_THAT(cache.Find("notes/4999"), NotNull());
  cache.Put("notes/large", 6000, std::string(kMuch, 'x'));
  EXPECT_THAT(cache.Find("notes/large"), IsNull());
}

TEST(ResourceCacheTest, ReadersKeepEntriesThatTheWriterReplaces) {
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

// G3: the cache does not keep what a reader found before or while answers became outdated.
TEST(ResourceCacheTest, AnswersCanBeOutdatedWithoutACommit) {
  ResourceCache cache(1 << 20);
  cache.Put("notes/a", 1, "a");
  cache.Put("notes/b", 1, "b");
  const int64_t before = cache.outdatings();
  const std::vector<std::string> names = {"notes/a"};
  cache.BeginOutdating(&names);
  EXPECT_EQ(cache.Find("notes/a"), nullptr);
  EXPECT_NE(cache.Find("notes/b"), nullptr) << "it was not outdated";
  const int64_t meanwhile = cache.outdatings();
  cache.Fill("notes/a", 1, before, 1, "old");
  cache.Fill("notes/a", 1, meanwhile, 1, "old");
  EXPECT_EQ(cache.Find("notes/a"), nullptr);
  cache.EndOutdating();
  cache.Fill("notes/a", 1, before, 1, "old");
  cache.Fill("notes/a", 1, meanwhile, 1, "old");
  EXPECT_EQ(cache.Find("notes/a"), nullptr) << "the snapshots may be older";
  cache.Fill("notes/a", 1, cache.outdatings(), 1, "new");
  ASSERT_NE(cache.Find("notes/a"), nullptr);
  EXPECT_EQ(cache.Find("notes/a")->bytes(), "new");
  cache.BeginOutdating(nullptr);
  cache.EndOutdating();
  EXPECT_EQ(cache.Find("notes/a"), nullptr);
  EXPECT_EQ(cache.bytes(), 0);
}

}  // namespace
}  // namespace jumelage
