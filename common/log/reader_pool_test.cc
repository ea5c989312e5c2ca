#include "common/log/reader_pool.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

class ReaderPoolTest : public testing::Test {
 protected:
  ReaderPoolTest() { EXPECT_THAT(sqlite::Database::Open(dir_.File("t.db"), {}), IsOk()); }
  ReaderPool::Opener Opener() {
    return [this]() -> absl::StatusOr<std::unique_ptr<sqlite::Database>> {
      ++opened_;
      if (fail_) return absl::UnavailableError("told to fail");
      return sqlite::Database::Open(dir_.File("t.db"), {});
    };
  }

  TempDir dir_;
  std::atomic<int> opened_{0};
  std::atomic<bool> fail_{false};
};

TEST_F(ReaderPoolTest, LendsReturnedConnectionsAgain) {
  ReaderPool pool(Opener(), 2);
  pool.Open();
  for (int i = 0; i < 10; ++i) {
    auto loan = pool.Borrow();
    ASSERT_THAT(loan, IsOk());
    EXPECT_THAT(loan->db().Exec("SELECT 1"), IsOk());
  }
  EXPECT_EQ(opened_, 1);
}

TEST_F(ReaderPoolTest, LendsAtMostItsLimit) {
  ReaderPool pool(Opener(), 3);
  pool.Open();
  std::atomic<int> out{0};
  std::atomic<int> most{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        auto loan = pool.Borrow();
        ASSERT_THAT(loan, IsOk());
        const int now = ++out;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        EXPECT_THAT(loan->db().Exec("SELECT 1"), IsOk());
        --out;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 3);
  EXPECT_LE(opened_, 3);
}

TEST_F(ReaderPoolTest, CloseWaitsForLoansAndOpenLetsBorrowersContinue) {
  ReaderPool pool(Opener(), 1);
  pool.Open();
  std::atomic<bool> borrowed{false};
  std::atomic<bool> returning{false};
  std::thread reader([&] {
    auto loan = pool.Borrow();
    ASSERT_THAT(loan, IsOk());
    borrowed = true;
    for (int i = 0; i < 100; ++i) EXPECT_THAT(loan->db().Exec("SELECT 1"), IsOk());
    returning = true;
  });
  while (!borrowed) std::this_thread::yield();
  pool.Close();
  EXPECT_TRUE(returning);
  reader.join();
  std::thread borrower([&] { EXPECT_THAT(pool.Borrow(), IsOk()); });
  pool.Open();
  borrower.join();
  EXPECT_EQ(opened_, 2);  // Close closed the first connection
}

TEST_F(ReaderPoolTest, AFailedPoolRefusesInsteadOfWaiting) {
  ReaderPool pool(Opener(), 1);
  pool.Close();
  std::thread borrower(
      [&] { EXPECT_THAT(pool.Borrow(), StatusIs(absl::StatusCode::kUnavailable)); });
  pool.Fail();
  borrower.join();
  pool.Open();
  EXPECT_THAT(pool.Borrow(), IsOk());
}

TEST_F(ReaderPoolTest, AFailedOpenUsesUpNoLoan) {
  ReaderPool pool(Opener(), 1);
  pool.Open();
  fail_ = true;
  EXPECT_THAT(pool.Borrow(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(pool.Borrow(), StatusIs(absl::StatusCode::kUnavailable));
  fail_ = false;
  EXPECT_THAT(pool.Borrow(), IsOk());
  pool.Close();  // would block if a failed Borrow counted as a loan
}

}  // namespace
}  // namespace jumelage
