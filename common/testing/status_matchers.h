#ifndef JUMELAGE_COMMON_TESTING_STATUS_MATCHERS_H_
#define JUMELAGE_COMMON_TESTING_STATUS_MATCHERS_H_

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Matchers for absl::Status and absl::StatusOr, which the packaged Abseil lacks:
//
//   EXPECT_THAT(log->Commit(batch, view), IsOk());
//   EXPECT_THAT(Parse("7"), IsOkAndHolds(7));
//   EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, HasSubstr("cities/x")));
//   EXPECT_THAT(status, HasReason("ETAG_MISMATCH"));
namespace jumelage {

inline absl::Status StatusOf(const absl::Status& status) { return status; }
template <typename T>
absl::Status StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  const absl::Status status = StatusOf(arg);
  *result_listener << "which is " << status.ToString();
  return status.ok();
}

MATCHER_P(IsOkAndHolds, value,
          "is OK and holds a value that " +
              testing::DescribeMatcher<typename std::decay_t<arg_type>::value_type>(value)) {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status().ToString();
    return false;
  }
  return testing::ExplainMatchResult(value, *arg, result_listener);
}

MATCHER_P(StatusIs, code, "has the code " + absl::StatusCodeToString(code)) {
  const absl::Status status = StatusOf(arg);
  *result_listener << "which is " << status.ToString();
  return status.code() == code;
}

MATCHER_P2(StatusIs, code, message,
           "has the code " + absl::StatusCodeToString(code) + " and a message that " +
               testing::DescribeMatcher<std::string>(message)) {
  const absl::Status status = StatusOf(arg);
  *result_listener << "which is " << status.ToString();
  return status.code() == code && testing::Matches(message)(std::string(status.message()));
}

// Matches the stable reason in the status's google.rpc.ErrorInfo.
MATCHER_P(HasReason, reason, "has the reason " + testing::PrintToString(reason)) {
  const absl::Status status = StatusOf(arg);
  *result_listener << "which is " << status.ToString() << " with the reason "
                   << ErrorReason(status);
  return ErrorReason(status) == reason;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_STATUS_MATCHERS_H_
