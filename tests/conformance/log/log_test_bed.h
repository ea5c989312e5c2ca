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

// The suite that every Log must pass. To add an implementation:
//  1. Derive a class from LogTestBed that opens it. Lacks returns why a capability is missing.
//  2. Instantiate LogConformanceTest with it, in a cc_test that depends on :log_conformance:
//       INSTANTIATE_TEST_SUITE_P(Mine, LogConformanceTest, testing::Values(LogTestBedMaker{"Mine",
//       ...}));
// Each test has a number. Its comment cites the guarantees (docs/guarantees.md) that it checks.
namespace jumelage {

// Capabilities that a test bed or its log may have.
enum class LogCapability {
  kPowerLoss,   // LosePower
  kFullDisk,    // SetDiskFull
  kFailedSync,  // FailNextSync
  kTampering,   // Tamper and StoredBytes
  kExclusion,   // the log can't be opened twice at the same time
  kFormat,      // RaiseFormat and StoredBytes
  kAppenders,   // the log can be opened several times, and each opener can append
};

// The outcome of a commit whose sync fails.
enum class SyncOutcome { kKept, kLost };

// A log and its storage. Owned by one test.
class LogTestBed {
 public:
  virtual ~LogTestBed() = default;

  // Opens the log, and creates it the first time. Previously opened logs must have been destroyed,
  // except in tests that open the log more than once.
  virtual absl::StatusOr<std::unique_ptr<Log>> Open() = 0;
  // Returns why the bed lacks the capability, or "" if it has it.
  virtual std::string Lacks(LogCapability capability) const = 0;

  // Loses everything that isn't durable. An open log is unusable afterwards. Open works again once
  // that log is destroyed.
  virtual void LosePower(PowerLoss) { FAIL(); }
  // Makes the disk full (true), or no longer full (false).
  virtual void SetDiskFull(bool) { FAIL(); }
  // Makes the sync of the next commit fail.
  virtual void FailNextSync(SyncOutcome) { FAIL(); }
  // Changes one byte of a stored commit. The log must be closed.
  virtual void Tamper(Revision) { FAIL(); }
  // Marks the stored log as having a format that is newer than the program's. The log must be
  // closed.
  virtual void RaiseFormat() { FAIL(); }
  // Returns all durably stored bytes, for comparison. The log must be closed.
  virtual std::string StoredBytes() {
    ADD_FAILURE();
    return "";
  }
};

// The name of a test bed, and a function that makes a new one for each test.
struct LogTestBedMaker {
  std::string name;
  std::function<std::unique_ptr<LogTestBed>()> make;
  friend void PrintTo(const LogTestBedMaker& maker, std::ostream* out) { *out << maker.name; }
};

class LogConformanceTest : public testing::TestWithParam<LogTestBedMaker> {
 protected:
  LogConformanceTest() : bed_(GetParam().make()) {}

  // Opens the log. If that fails, returns null and the test fails.
  std::unique_ptr<Log> Open();

  std::unique_ptr<LogTestBed> bed_;
};

// Skips the test if the bed lacks the capability.
#define REQUIRE_CAPABILITY(capability)                                \
  do {                                                                \
    const std::string lacks = bed_->Lacks(LogCapability::capability); \
    if (!lacks.empty()) GTEST_SKIP() << lacks;                        \
  } while (false)

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_CONFORMANCE_LOG_LOG_TEST_BED_H_
