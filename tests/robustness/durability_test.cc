// G1: no acknowledged write is ever lost, and nothing is visible before it is durable. Also tests
// the other promises to clients and watchers across failures (G2-G5, W1-W6).
//
// For each seed, the test starts a service on a simulated disk, lets clients and watchers work
// concurrently, injects a fault, stops the service, restarts it, and compares all answers with the
// log. To repeat a seed:
//
//   bazel test //tests/robustness:durability_test --test_arg=--first_seed=17 --test_arg=--seeds=1
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/robustness/driver.h"
#include "tests/robustness/note_subject.h"
#include "tests/robustness/registry_subject.h"

ABSL_FLAG(int, seeds, 20, "How many seeds to run for each service.");
ABSL_FLAG(uint64_t, first_seed, 1, "The first seed.");

namespace jumelage {
namespace {

// With fewer seeds, some kinds of failure may not occur.
constexpr int kEnoughSeeds = 20;
// A deliberate mistake must be caught within this many seeds.
constexpr uint64_t kCheatSeeds = 20;

std::string HowToRepeat(uint64_t seed) {
  return absl::StrCat(
      "seed ", seed,
      "; to repeat: bazel test //tests/robustness:durability_test --test_arg=--first_seed=", seed,
      " --test_arg=--seeds=1");
}

template <typename Service>
DriverReport DriveOnce(const DriverOptions& options) {
  Service service;
  return Drive(&service, options);
}

// Checks that each kind of failure occurred in at least one of the seeds.
void ExpectEverythingCameUp(const DriverStats& stats) {
  for (const char* kind :
       {"kill", "failed sync", "torn write", "I/O error", "full once", "full disk"}) {
    EXPECT_GT(stats.strikes.count(kind), 0u) << kind;
  }
  for (const char* reason : {"cut", "COMMIT_OUTCOME_UNKNOWN", "STORAGE_FULL", "ETAG_MISMATCH"}) {
    EXPECT_GT(stats.reasons.count(reason), 0u) << reason;
  }
  EXPECT_GT(stats.watched_commits, 0);
}

template <typename Service>
void DriveAllSeeds() {
  DriverStats stats;
  const uint64_t first = absl::GetFlag(FLAGS_first_seed);
  const int seeds = absl::GetFlag(FLAGS_seeds);
  for (uint64_t seed = first; seed < first + static_cast<uint64_t>(seeds); ++seed) {
    DriverOptions options;
    options.seed = seed;
    const DriverReport report = DriveOnce<Service>(options);
    stats.Add(report.stats);
    EXPECT_TRUE(report.findings.empty()) << HowToRepeat(seed) << "\n"
                                         << report.story << report.findings.ToString();
  }
  std::cout << stats.ToString() << std::endl;
  if (seeds >= kEnoughSeeds) ExpectEverythingCameUp(stats);
}

TEST(DurabilityTest, NotesKeepTheirPromisesThroughFailures) { DriveAllSeeds<NoteSubject>(); }

TEST(DurabilityTest, TheRegistryKeepsItsPromisesThroughFailures) {
  DriveAllSeeds<RegistrySubject>();
}

// Checks that at least one seed catches the deliberate mistake in `options`.
template <typename Service>
void ExpectCaught(DriverOptions options) {
  std::string seen;
  for (options.seed = 1; options.seed <= kCheatSeeds; ++options.seed) {
    const DriverReport report = DriveOnce<Service>(options);
    if (report.findings.Has("AcknowledgedWritesAreKept")) return;
    absl::StrAppend(&seen, report.findings.ToString());
  }
  ADD_FAILURE() << "no check found the lost acknowledged writes; found was: " << seen;
}

TEST(DurabilityTest, ALogThatIsNotSyncedIsCaught) {
  DriverOptions options;
  options.log_synchronous = sqlite::Synchronous::kOff;
  ExpectCaught<NoteSubject>(options);
  ExpectCaught<RegistrySubject>(options);
}

TEST(DurabilityTest, ADiskThatLiesAboutSyncsIsCaught) {
  DriverOptions options;
  options.disk_lies = true;
  ExpectCaught<NoteSubject>(options);
  ExpectCaught<RegistrySubject>(options);
}

}  // namespace
}  // namespace jumelage

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  absl::ParseCommandLine(argc, argv);
  return RUN_ALL_TESTS();
}
