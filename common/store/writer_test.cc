#include "common/store/writer.h"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/testing/await.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;

// Records the items that it gets. A test can block it by locking `holding`.
class NotingWork : public Writer::Work {
 public:
  absl::Duration Patience() override {
    return hurried ? absl::Milliseconds(1) : absl::InfiniteDuration();
  }
  void Run(std::deque<WriteItem>* items) override {
    ++runs;
    MutexLock hold(&holding);
    MutexLock lock(&mu);
    for (const WriteItem& item : *items) methods.push_back(item.mutation.method);
    items->clear();
  }
  void End() override { ended = true; }

  std::vector<std::string> Methods() {
    MutexLock lock(&mu);
    return methods;
  }

  std::atomic<bool> hurried{false};
  std::atomic<int> runs{0};
  std::atomic<bool> ended{false};
  Mutex holding;
  Mutex mu;
  std::vector<std::string> methods ABSL_GUARDED_BY(mu);
};

WriteItem Item(const std::string& method) {
  WriteItem item;
  item.mutation.method = method;
  return item;
}

TEST(WriterTest, RunsItemsInOrderAndFinishesThemBeforeItStops) {
  NotingWork work;
  Writer writer(&work, /*max_waiting=*/10);
  for (const char* method : {"a", "b", "c"}) {
    WriteItem item = Item(method);
    EXPECT_THAT(writer.Add(&item), IsOk());
  }
  writer.Stop();
  EXPECT_THAT(work.Methods(), ElementsAre("a", "b", "c"));
  EXPECT_TRUE(work.ended);
  WriteItem late = Item("d");
  EXPECT_THAT(writer.Add(&late), HasReason("SHUTTING_DOWN"));
  EXPECT_EQ(late.mutation.method, "d");
}

TEST(WriterTest, RefusesAnItemBeyondTheLimitAndLeavesItUnchanged) {
  NotingWork work;
  Writer writer(&work, /*max_waiting=*/2);
  {
    MutexLock hold(&work.holding);
    WriteItem first = Item("first");
    ASSERT_THAT(writer.Add(&first), IsOk());
    ASSERT_TRUE(Await([&] { return work.runs == 1; }));
    for (const char* method : {"a", "b"}) {
      WriteItem item = Item(method);
      ASSERT_THAT(writer.Add(&item), IsOk());
    }
    WriteItem third = Item("c");
    EXPECT_THAT(writer.Add(&third), HasReason("OVERLOADED"));
    EXPECT_EQ(third.mutation.method, "c");
  }
  writer.Stop();
  EXPECT_THAT(work.Methods(), ElementsAre("first", "a", "b"));
}

TEST(WriterTest, SleepsUntilItsPatienceEndsOrItIsWoken) {
  NotingWork work;
  Writer writer(&work, /*max_waiting=*/2);
  writer.Wake();
  // Wake only makes the writer call Patience; it runs nothing.
  WriteItem item = Item("a");
  ASSERT_THAT(writer.Add(&item), IsOk());
  ASSERT_TRUE(Await([&] { return !work.Methods().empty(); }));
  EXPECT_EQ(work.runs, 1);
  work.hurried = true;
  writer.Wake();
  EXPECT_TRUE(Await([&] { return work.runs >= 3; }));
}

}  // namespace
}  // namespace jumelage
