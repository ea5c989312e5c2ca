#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

template <typename M, typename V>
std::string Explain(const M& matcher, const V& value) {
  testing::StringMatchResultListener listener;
  testing::ExplainMatchResult(matcher, value, &listener);
  return listener.str();
}

TEST(StatusMatchersTest, DistinguishStatuses) {
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(absl::NotFoundError("x"), Not(IsOk()));
  EXPECT_THAT(absl::StatusOr<int>(7), IsOk());
  EXPECT_THAT(absl::StatusOr<int>(7), IsOkAndHolds(7));
  EXPECT_THAT(absl::StatusOr<int>(7), Not(IsOkAndHolds(8)));
  EXPECT_THAT(absl::StatusOr<std::string>("seven"), IsOkAndHolds(HasSubstr("eve")));
  const absl::StatusOr<int> failed = absl::NotFoundError("no city");
  EXPECT_THAT(failed, Not(IsOkAndHolds(7)));
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kNotFound, HasSubstr("city")));
  EXPECT_THAT(failed, Not(StatusIs(absl::StatusCode::kNotFound, HasSubstr("town"))));
  EXPECT_THAT(failed, Not(StatusIs(absl::StatusCode::kAborted)));
  EXPECT_THAT(NotFoundError("City", "cities/x"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(failed, Not(HasReason("RESOURCE_NOT_FOUND")));
}

TEST(StatusMatchersTest, ExplainWithTheStatus) {
  EXPECT_THAT(Explain(IsOk(), absl::AbortedError("why")), HasSubstr("ABORTED: why"));
}

TEST(EqualsProtoTest, ComparesFieldByField) {
  google::protobuf::Timestamp time;
  time.set_seconds(7);
  EXPECT_THAT(time, EqualsProto("seconds: 7"));
  EXPECT_THAT(time, EqualsProto(time));
  EXPECT_THAT(time, Not(EqualsProto("seconds: 8")));
  EXPECT_THAT(time, Not(EqualsProto("no_such_field: 8")));
  EXPECT_THAT(time, Not(EqualsProto(google::protobuf::Duration())));
  EXPECT_THAT(Explain(EqualsProto("seconds: 8"), time), HasSubstr("modified: seconds: 8 -> 7"));
}

}  // namespace
}  // namespace jumelage
