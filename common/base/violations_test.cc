#include "common/base/violations.h"

#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

google::rpc::BadRequest BadRequestOf(const absl::Status& status) {
  google::rpc::BadRequest bad_request;
  const absl::optional<absl::Cord> payload =
      status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  EXPECT_TRUE(payload.has_value());
  if (payload.has_value()) {
    EXPECT_TRUE(bad_request.ParseFromString(std::string(*payload)));
  }
  return bad_request;
}

TEST(ViolationsTest, NothingAddedIsOk) {
  Violations violations;
  EXPECT_TRUE(violations.empty());
  EXPECT_TRUE(violations.ToStatus().ok());
}

TEST(ViolationsTest, AllAreReportedInOrder) {
  Violations violations;
  violations.Add("city.country", "is unknown");
  violations.Add("city.display_name", "is required");
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "FIELD_INVALID");
  const google::rpc::BadRequest bad_request = BadRequestOf(status);
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "city.country");
  EXPECT_EQ(bad_request.field_violations(0).description(), "is unknown");
  EXPECT_EQ(bad_request.field_violations(1).field(), "city.display_name");
}

TEST(ViolationsTest, KeepsTheFirstUpToTheLimit) {
  Violations violations;
  for (int i = 0; i < kMaxViolations + 7; ++i) violations.Add(absl::StrCat("f", i), "is wrong");
  ASSERT_EQ(violations.list().size(), kMaxViolations);
  EXPECT_EQ(violations.list().back().field, absl::StrCat("f", kMaxViolations - 1));
}

TEST(FieldPathTest, JoinsThePartsThatAreNotEmpty) {
  EXPECT_EQ(FieldPath("city", "names[0]"), "city.names[0]");
  EXPECT_EQ(FieldPath("", "names"), "names");
  EXPECT_EQ(FieldPath("city", ""), "city");
}

TEST(ViolationsTest, AddsTheViolationsOfAnotherCheck) {
  Violations other;
  other.Add("page_size", "must not be negative");
  other.Add("read_mask", "names \"x\"");
  Violations violations;
  violations.Add("name", "is required");
  violations.AddAll(other.ToStatus());
  violations.AddAll(absl::OkStatus());
  violations.AddAll(absl::NotFoundError("nothing of the kind"));
  ASSERT_EQ(violations.list().size(), 3u);
  EXPECT_EQ(violations.list()[1].field, "page_size");
  EXPECT_EQ(violations.list()[2].description, "names \"x\"");
}

}  // namespace
}  // namespace jumelage
