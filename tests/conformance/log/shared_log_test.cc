// Runs the suite on SharedLog, a log with several appenders that exists only for tests.
#include "common/testing/shared_log.h"

#include <memory>
#include <string>

#include "common/log/log.h"
#include "gtest/gtest.h"
#include "tests/conformance/log/log_test_bed.h"

namespace jumelage {
namespace {

class SharedLogTestBed : public LogTestBed {
 public:
  absl::StatusOr<std::unique_ptr<Log>> Open() override { return place_.Open(); }
  std::string Lacks(LogCapability capability) const override {
    switch (capability) {
      case LogCapability::kAppenders:
      case LogCapability::kFailedSync:
        return "";
      case LogCapability::kExclusion:
        return "it is meant to be opened more than once";
      default:
        return "it is kept only in memory";
    }
  }
  void FailNextSync(SyncOutcome outcome) override {
    place_.FailNextCommit(outcome == SyncOutcome::kKept);
  }

 private:
  SharedLogPlace place_;
};

INSTANTIATE_TEST_SUITE_P(Shared, LogConformanceTest,
                         testing::Values(LogTestBedMaker{
                             "Memory", [] { return std::make_unique<SharedLogTestBed>(); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace jumelage
