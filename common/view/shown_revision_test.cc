#include "common/view/shown_revision.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(ShownRevisionTest, WhatIsShownIsNotWaitedFor) {
  ShownRevision shown;
  shown.set_on_wanted([] { FAIL() << "nobody waits"; });
  shown.Set(3);
  EXPECT_TRUE(shown.Await(3));
  EXPECT_FALSE(shown.wanted());
  EXPECT_EQ(shown.asked(), 1);
}

TEST(ShownRevisionTest, AReaderTellsTheWriterAndWaits) {
  ShownRevision shown;
  std::promise<void> told;
  shown.set_on_wanted([&] { told.set_value(); });
  std::future<bool> reader = std::async(std::launch::async, [&] { return shown.Await(2); });
  told.get_future().wait();
  EXPECT_TRUE(shown.wanted());
  shown.Set(1);
  EXPECT_TRUE(shown.wanted());
  shown.Set(2);
  EXPECT_TRUE(reader.get());
  EXPECT_FALSE(shown.wanted());
}

TEST(ShownRevisionTest, NobodyWaitsForAWriterThatIsBlocked) {
  ShownRevision shown;
  shown.Set(1);
  std::future<bool> reader = std::async(std::launch::async, [&] { return shown.Await(2); });
  shown.SetBlocked(true);
  EXPECT_FALSE(reader.get());
  EXPECT_FALSE(shown.Await(2));
  EXPECT_TRUE(shown.Await(1));
  shown.SetBlocked(false);
  shown.Set(2);
  EXPECT_TRUE(shown.Await(2));
}

}  // namespace
}  // namespace jumelage
