#ifndef JUMELAGE_TESTS_CONFORMANCE_LOG_LOG_TEST_BED_H_
#define JUMELAGE_TESTS_CONFORMANCE_LOG_LOG_TEST_BED_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/testing/fault_disk.h"
#include "gtest/gtest.h"

// The suite that every Log passes. To add an implementation:
//  1. Derive a LogTestBed that opens it, and say in Lacks what can't be done to it, with the
//  reason.
//  2. Instantiate LogConformanceTest with it, in a cc_test that depends on :log_conformance:
//       INSTANTIATE_TEST_SUITE_P(Mine, LogConformanceTest, testing::Values(LogTestBedMaker{"Mine",
//       ...}));
// Each test is numbered; its comment cites the guarantees of the design that it checks.
namespace jumelage {

// What a bed may be able to do to its log from outside.
enum class LogCapability {
  kPowerLoss,   // LosePower
  kFullDisk,    // SetDiskFull
  kFailedSync,  // FailNextSync
  kTampering,   // Tamper and StoredBytes
  kExclusion,   // opening twice at a time is refused
  kFormat,      // RaiseFormat and StoredBytes
  kAppenders,   // what is open several times is one log, to which each appends
};

// What became of a commit whose sync failed.
enum class SyncOutcome { kKept, kLost };

// One log and the place where it is kept. Owned by one test.
class LogTestBed {
 public:
  virtual ~LogTestBed() = default;

  // Opens the log, a new one the first time. What was opened before has been destroyed, unless the
  // test says otherwise.
  virtual absl::StatusOr<std::unique_ptr<Log>> Open() = 0;
  // Why the bed lacks the capability; empty when it has it.
  virtual std::string Lacks(LogCapability capability) const = 0;

  // What was not durable is lost. What is open is useless from then on; Open serves again once it
  // is destroyed.
  virtual void LosePower(PowerLoss) { FAIL(); }
  // Whether there is no room for anything more.
  virtual void SetDiskFull(bool) { FAIL(); }
  // Makes the next commit fail when it is to become durable.
  virtual void FailNextSync(SyncOutcome) { FAIL(); }
  // Changes one byte of a stored commit. The log is closed.
  virtual void Tamper(Revision) { FAIL(); }
  // Has the stored log claim a format that is newer than the program. The log is closed.
  virtual void RaiseFormat() { FAIL(); }
  // All that is stored durably, to compare. The log is closed.
  virtual std::string StoredBytes() {
    ADD_FAILURE();
    return "";
  }
};

// Names a bed and makes one for each test.
struct LogTestBedMaker {
  std::string name;
  std::function<std::unique_ptr<LogTestBed>()> make;
  friend void PrintTo(const LogTestBedMaker& maker, std::ostream* out) { *out << maker.name; }
};

class LogConformanceTest : public testing::TestWithParam<LogTestBedMaker> {
 protected:
  LogConformanceTest() : bed_(GetParam().make()) {}

  // Null, and a failed test, when it can't be opened.
  std::unique_ptr<Log> Open();

  std::unique_ptr<LogTestBed> bed_;
};

// Skips the test on a bed that can't do it.
#define REQUIRE_CAPABILITY(capability)                                \
  do {                                                                \
    const std::string lacks = bed_->Lacks(LogCapability::capability); \
    if (!lacks.empty()) GTEST_SKIP() << lacks;                        \
  } while (false)

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_CONFORMANCE_LOG_LOG_TEST_BED_H_
