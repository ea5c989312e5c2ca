#include "tests/support/processes.h"

#include <signal.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::HasSubstr;

std::unique_ptr<Process> Shell(const std::string& script) {
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start({"/bin/sh", "-c", script});
  EXPECT_THAT(process, IsOk());
  return process.ok() ? *std::move(process) : nullptr;
}

TEST(ProcessTest, ReturnsLinesAsTheyAreWritten) {
  const std::unique_ptr<Process> process = Shell("echo first; echo second; exec sleep 1000");
  EXPECT_THAT(process->ReadLine(), IsOkAndHolds("first"));
  EXPECT_THAT(process->ReadLine(), IsOkAndHolds("second"));
  EXPECT_THAT(process->ReadLine(absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_TRUE(process->running());
  EXPECT_THAT(process->Wait(absl::Milliseconds(20)), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST(ProcessTest, ErrorsOfReadLineContainStandardError) {
  const std::unique_ptr<Process> process = Shell("echo 'no such thing' >&2; exit 3");
  EXPECT_THAT(process->ReadLine(),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("the output ended")));
  const absl::StatusOr<ProcessEnd> end = process->Wait();
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->exit_code, 3);
  EXPECT_EQ(end->signal, 0);
  EXPECT_EQ(process->errors(), "no such thing\n");
}

TEST(ProcessTest, ReportsTheSignalThatEndedIt) {
  const std::unique_ptr<Process> process = Shell("exec sleep 1000");
  process->Signal(SIGKILL);
  const absl::StatusOr<ProcessEnd> end = process->Wait();
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->signal, SIGKILL);
  EXPECT_EQ(end->exit_code, -1);
  EXPECT_FALSE(process->running());
  process->Signal(SIGKILL);  // Has no effect.
}

TEST(ProcessTest, ReportsAMissingProgram) {
  EXPECT_THAT(Process::Start({"/no/such/program"}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("/no/such/program")));
}

TEST(RunCommandTest, CollectsOutputErrorsAndExitCode) {
  // The program writes more than a pipe's buffer holds to both outputs.
  const absl::StatusOr<CommandResult> result =
      RunCommand({"/bin/sh", "-c", "seq 30000; seq 30000 >&2; exit 7"});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 7);
  EXPECT_THAT(result->output, HasSubstr("\n30000\n"));
  EXPECT_EQ(result->output, result->errors);
}

TEST(RunCommandTest, ReportsADeadlineAndASignal) {
  EXPECT_THAT(RunCommand({"/bin/sleep", "1000"}, absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(RunCommand({"/bin/sh", "-c", "kill -9 $$"}), StatusIs(absl::StatusCode::kAborted));
}

TEST(WaitUntilTest, ReturnsOnceTheConditionIsTrueOrNamesItInTheError) {
  int asked = 0;
  EXPECT_THAT(WaitUntil("the third time", [&asked] { return ++asked == 3; }), IsOk());
  EXPECT_EQ(asked, 3);
  EXPECT_THAT(WaitUntil(
                  "the moon", [] { return false; }, absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("the moon")));
}

}  // namespace
}  // namespace jumelage
