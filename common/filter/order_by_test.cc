#include "common/filter/order_by.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

constexpr absl::string_view kFields[] = {"name", "display_name", "create_time"};

// Returns each term as "field", or "field-" if it is descending.
std::string Parsed(absl::string_view order_by) {
  const auto terms = ParseOrderBy(order_by, kFields);
  if (!terms.ok()) return terms.status().ToString();
  std::string text;
  for (const OrderTerm& term : *terms) {
    absl::StrAppend(&text, text.empty() ? "" : " ", term.field, term.descending ? "-" : "");
  }
  return text;
}

std::vector<std::string> ViolationsOf(absl::string_view order_by) {
  const absl::Status status = ParseOrderBy(order_by, kFields).status();
  EXPECT_EQ(ErrorReason(status), "FIELD_INVALID") << order_by;
  std::vector<std::string> lines;
  google::rpc::BadRequest bad_request;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  if (!payload.has_value() || !bad_request.ParseFromString(std::string(*payload))) return lines;
  for (const auto& violation : bad_request.field_violations()) {
    lines.push_back(absl::StrCat(violation.field(), ": ", violation.description()));
  }
  return lines;
}

TEST(ParseOrderByTest, Terms) {
  EXPECT_EQ(Parsed(""), "");
  EXPECT_EQ(Parsed("  "), "");
  EXPECT_EQ(Parsed("display_name"), "display_name");
  EXPECT_EQ(Parsed("display_name asc"), "display_name");
  EXPECT_EQ(Parsed(" create_time   desc "), "create_time-");
  EXPECT_EQ(Parsed("create_time desc,display_name , name asc"), "create_time- display_name name");
}

TEST(ParseOrderByTest, ReportsAllViolations) {
  EXPECT_EQ(ViolationsOf("color, name up, name, name desc,"),
            (std::vector<std::string>{
                "order_by: names the unknown field color; the fields are name, display_name, "
                "create_time",
                "order_by: has something other than asc or desc after name",
                "order_by: names name twice",
                "order_by: has a comma without a field",
            }));
  EXPECT_EQ(ViolationsOf("name DESC").size(), 1);
  EXPECT_EQ(ViolationsOf("name desc desc").size(), 1);
  EXPECT_EQ(ViolationsOf("name,,create_time").size(), 1);
  EXPECT_EQ(ViolationsOf("Name").size(), 1);
}

TEST(ParseOrderByTest, Limits) {
  std::string fields = "name";
  for (int i = 0; i < kMaxOrderByFields; ++i) fields += ", name";
  EXPECT_EQ(ViolationsOf(fields), (std::vector<std::string>{absl::StrCat(
                                      "order_by: has ", kMaxOrderByFields + 1, " fields; at most ",
                                      kMaxOrderByFields, " are allowed")}));
  EXPECT_EQ(ViolationsOf("name" + std::string(kMaxOrderByLength, ' ') + "desc"),
            (std::vector<std::string>{"order_by: has more than 500 characters"}));
}

}  // namespace
}  // namespace jumelage
