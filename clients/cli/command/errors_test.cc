#include "clients/cli/command/errors.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cli/command/arguments.h"
#include "common/base/error.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

absl::Status ComputationTooLong() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "COMPUTATION_TOO_LONG", "given up")
      .Build();
}

TEST(ErrorsTest, GivesEachErrorItsExitCode) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kExitOk);
  EXPECT_EQ(ExitCodeOf(UsageError("x")), kExitUsage);
  EXPECT_EQ(ExitCodeOf(InvalidFieldsError({{"a", "b"}})), kExitUsage);
  EXPECT_EQ(ExitCodeOf(NotFoundError("City", "cities/x")), kExitNotFound);
  EXPECT_EQ(ExitCodeOf(EtagMismatchError("City", "cities/x", "e")), kExitConflict);
  EXPECT_EQ(ExitCodeOf(AlreadyExistsError("City", "cities/x")), kExitConflict);
  EXPECT_EQ(ExitCodeOf(InUseError("City", "cities/x", {"twinnings/y"})), kExitConflict);
  EXPECT_EQ(ExitCodeOf(ShuttingDownError()), kExitUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("no connection")), kExitUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), kExitUnavailable);
  EXPECT_EQ(ExitCodeOf(OverloadedError("writes", absl::Seconds(1))), kExitUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::ResourceExhaustedError("too large")), kExitServiceError);
  EXPECT_EQ(ExitCodeOf(ComputationTooLong()), kExitServiceError);
  EXPECT_EQ(ExitCodeOf(InternalError("x")), kExitServiceError);
}

TEST(ErrorsTest, ListsEveryViolationOnALine) {
  const absl::Status error = InvalidFieldsError(
      {{"city.country", "must be of ISO 3166-1"}, {"city.display_name", "is required"}});
  EXPECT_EQ(ErrorText(error), "jumelage: " + std::string(error.message()) +
                                  " (FIELD_INVALID)\n"
                                  "  city.country: must be of ISO 3166-1\n"
                                  "  city.display_name: is required\n"
                                  "Correct the listed fields and try again.\n");
}

TEST(ErrorsTest, ListsTheRecordsThatPreventADeletion) {
  const std::string text =
      ErrorText(InUseError("City", "cities/x", {"twinnings/y", "agreements/z"}));
  EXPECT_NE(text.find("\n  "), std::string::npos);
  EXPECT_NE(text.find("twinnings/y"), std::string::npos);
  EXPECT_NE(text.find("agreements/z"), std::string::npos);
  EXPECT_NE(text.find("Change or delete the listed records first.\n"), std::string::npos);
}

TEST(ErrorsTest, SaysWhatToDoNext) {
  EXPECT_EQ(ErrorText(UsageError("which command?")),
            "jumelage: which command?\n'jumelage help' shows the commands and options.\n");
  EXPECT_EQ(ErrorText(absl::UnavailableError("failed to connect")),
            "jumelage: failed to connect\n"
            "Check that the service runs and that --registry and --projects have its address.\n");
  EXPECT_NE(ErrorText(EtagMismatchError("City", "cities/x", "e")).find("decide again"),
            std::string::npos);
}

TEST(ErrorsTest, PointsToTheCommandThatHelps) {
  EXPECT_EQ(ErrorText(UsageError("x"), "city list"),
            "jumelage: x\n'jumelage help city list' shows its options.\n");
  const absl::Status filter =
      ErrorBuilder(absl::StatusCode::kInvalidArgument, "FILTER_INVALID", "x").Build();
  EXPECT_EQ(ErrorText(filter, "project list"),
            "jumelage: x (FILTER_INVALID)\n"
            "Correct the filter; 'jumelage help project list' shows the fields.\n");
  EXPECT_EQ(ExitCodeOf(filter), kExitUsage);
  EXPECT_EQ(ErrorText(NotFoundError("Twinning", "twinnings/x"), "twinning show"),
            "jumelage: there is no twinnings/x (RESOURCE_NOT_FOUND)\n"
            "Check the name; 'jumelage twinning list' finds names.\n");
  EXPECT_EQ(ErrorText(NotFoundError("Project", "projects/x"), "project show"),
            "jumelage: there is no projects/x (RESOURCE_NOT_FOUND)\n"
            "Check the name; 'jumelage project search' finds names.\n");
}

// Repeating the same request would take just as long.
TEST(ErrorsTest, SuggestsASmallerSelectionOrMoreTime) {
  EXPECT_NE(ErrorText(ComputationTooLong()).find("Narrow the selection"), std::string::npos);
  EXPECT_EQ(ErrorText(ComputationTooLong()).find("Try again"), std::string::npos);
  const std::string late = ErrorText(absl::DeadlineExceededError("too late"));
  EXPECT_NE(late.find("--timeout"), std::string::npos);
  EXPECT_NE(late.find("ask for less"), std::string::npos);
}

// A message from a service must not control the terminal.
TEST(ErrorsTest, ReplacesControlCharacters) {
  EXPECT_EQ(ErrorText(absl::UnknownError("a\x1b[2Jb")), "jumelage: a [2Jb\n");
}

// Nor may a name in it reverse what follows.
TEST(ErrorsTest, IsolatesTextFromRightToLeft) {
  EXPECT_EQ(ErrorText(absl::UnknownError("a\u202eb\nc")),
            "jumelage: \u2068a\u202eb\u202c\u2069\nc\n");
}

}  // namespace
}  // namespace jumelage::cli
