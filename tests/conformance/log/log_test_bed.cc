#include "tests/conformance/log/log_test_bed.h"

#include <utility>

#include "common/testing/status_matchers.h"

namespace jumelage {

std::unique_ptr<Log> LogConformanceTest::Open() {
  auto log = bed_->Open();
  EXPECT_THAT(log, IsOk());
  return log.ok() ? *std::move(log) : nullptr;
}

}  // namespace jumelage
