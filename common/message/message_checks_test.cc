#include "common/message/message_checks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/violations.h"
#include "common/rpc/test_messages.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using testing::Place;

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// Returns "field: description" for each violation.
std::vector<std::string> Check(const Place& place, const MessageLimits& limits = {}) {
  Violations violations;
  CheckMessage("place", place, limits, &violations);
  std::vector<std::string> lines;
  for (const FieldViolation& violation : violations.list()) {
    lines.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  return lines;
}

TEST(CheckMessageTest, AGoodMessagePasses) {
  Place place;
  place.set_display_name(Repeat("č", kMaxNameLength));
  place.set_description(Repeat("č", kMaxTextLength));
  for (int i = 0; i < kMaxEntries; ++i) place.add_aliases("alias");
  (*place.mutable_labels())["k"] = "v";
  EXPECT_TRUE(Check(place).empty());
}

TEST(CheckMessageTest, ReportsEveryViolationWithItsPath) {
  Place place;
  place.set_display_name(Repeat("č", kMaxNameLength + 1));
  place.set_description(Repeat("č", kMaxTextLength + 1));
  place.add_aliases("fine");
  place.add_aliases("bad \xff");
  place.add_offices();
  place.add_offices()->set_holder_name(Repeat("x", kMaxNameLength + 1));
  place.mutable_part()->mutable_location()->set_datum("\xc3");
  EXPECT_EQ(Check(place),
            (std::vector<std::string>{
                "place.display_name: has 201 characters; at most 200 are allowed",
                "place.description: has 100001 characters; at most 100000 are allowed",
                "place.aliases[1]: is not valid UTF-8",
                "place.offices[1].holder_name: has 201 characters; at most 200 are allowed",
                "place.part.location.datum: is not valid UTF-8",
            }));
}

TEST(CheckMessageTest, BoundsEntriesSizeAndDepth) {
  Place crowded;
  for (int i = 0; i < kMaxEntries + 1; ++i) crowded.add_offices()->set_title("\xff");
  EXPECT_EQ(Check(crowded),
            (std::vector<std::string>{"place.offices: has 501 entries; at most 500 are allowed"}));

  Place large;
  for (int i = 0; i < 11; ++i) large.add_aliases(std::string(100000, 'x'));
  ASSERT_EQ(Check(large).size(), 1);
  EXPECT_EQ(Check(large)[0].rfind("place: takes ", 0), 0);

  Place deep;
  Place* innermost = &deep;
  for (int i = 1; i < kMaxMessageDepth; ++i) innermost = innermost->mutable_part();
  EXPECT_TRUE(Check(deep).empty());
  innermost->mutable_part();
  ASSERT_EQ(Check(deep).size(), 1);
  EXPECT_NE(Check(deep)[0].find("nested too deeply"), std::string::npos);
}

TEST(CheckMessageTest, LimitsCanBeTighter) {
  Place place;
  place.set_description("four");
  MessageLimits limits;
  limits.text = 3;
  EXPECT_EQ(
      Check(place, limits),
      (std::vector<std::string>{"place.description: has 4 characters; at most 3 are allowed"}));
}

}  // namespace
}  // namespace jumelage
