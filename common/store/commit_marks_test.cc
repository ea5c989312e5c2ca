#include "common/store/commit_marks.h"

#include <atomic>
#include <thread>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr auto kKept = static_cast<Revision>(CommitMarks::kKept);

TEST(CommitMarksTest, KeepsTheLatestMarks) {
  CommitMarks marks;
  EXPECT_EQ(marks.Find(1), std::nullopt);
  for (Revision revision = 1; revision <= kKept + 1; ++revision) {
    marks.Add(revision, static_cast<CommitMark>(revision) * 10);
  }
  EXPECT_EQ(marks.Find(0), std::nullopt);
  EXPECT_EQ(marks.Find(1), std::nullopt);
  EXPECT_EQ(marks.Find(2), CommitMark{20});
  EXPECT_EQ(marks.Find(kKept + 1), static_cast<CommitMark>(kKept + 1) * 10);
  EXPECT_EQ(marks.Find(kKept + 2), std::nullopt);
}

TEST(CommitMarksTest, NeverReturnsAnotherCommitsMark) {
  CommitMarks marks;
  std::atomic<Revision> head{0};
  constexpr Revision kLast = 40 * kKept;
  std::thread reader([&] {
    for (Revision at = 0; at < kLast;) {
      at = head;
      // The slot of the oldest mark is the next to be overwritten.
      for (const Revision revision : {at, at - kKept + 1}) {
        const std::optional<CommitMark> mark = marks.Find(revision);
        EXPECT_EQ(mark.value_or(revision), static_cast<CommitMark>(revision));
      }
    }
  });
  for (Revision revision = 1; revision <= kLast; ++revision) {
    marks.Add(revision, static_cast<CommitMark>(revision));
    head = revision;
  }
  reader.join();
}

}  // namespace
}  // namespace jumelage
