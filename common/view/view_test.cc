// The view by itself; what clients see of it is the store's to test.
#include "common/view/view.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "common/log/sqlite_log.h"
#include "common/testing/notes.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

// SQLite opens a database and its WAL one after the other: nobody may get the one of the old view
// and the other of the new one.
TEST(ViewTest, IsMadeAnewUnderThoseWhoOpenIt) {
  constexpr int kTimes = 300;
  const TempDir dir;
  const NotesSchema schema;
  SqliteLogOptions log_options;
  log_options.data_dir = dir.path();
  log_options.service = "notes";
  const auto log = OpenSqliteLog(log_options);
  ASSERT_THAT(log, IsOk());
  ViewOptions options;
  options.data_dir = dir.path();
  options.schema = &schema.view;
  const auto view = View::Open(options, **log);
  ASSERT_THAT(view, IsOk());

  std::atomic<bool> done{false};
  std::thread maintenance([&] {
    while (!done) EXPECT_THAT((*view)->Maintain(), IsOk());
  });
  std::thread reading([&] {
    while (!done) {
      const auto reader = (*view)->OpenReader();
      ASSERT_THAT(reader, IsOk());
      EXPECT_THAT(View::AppliedIn(**reader), IsOk());
    }
  });
  for (int i = 0; i < kTimes; ++i) {
    (*view)->Distrust();
    EXPECT_THAT((*view)->CatchUp(**log), IsOk());
    EXPECT_THAT(View::AppliedIn((*view)->db()), IsOk());
  }
  done = true;
  maintenance.join();
  reading.join();
  EXPECT_EQ((*view)->generation(), kTimes + 1);
}

}  // namespace
}  // namespace jumelage
