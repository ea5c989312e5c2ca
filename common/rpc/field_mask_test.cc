#include "common/rpc/field_mask.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/violations.h"
#include "common/rpc/test_messages.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/unknown_field_set.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::TextFormat;
using testing::Place;

Place Parse(const std::string& text) {
  Place place;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &place)) << text;
  return place;
}

FieldMask Mask(const std::vector<std::string>& paths) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

// Returns "field: description" for each violation in a FIELD_INVALID error.
std::vector<std::string> ViolationsOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "FIELD_INVALID");
  std::vector<std::string> lines;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  if (!payload.has_value() || !bad_request.ParseFromString(std::string(*payload))) return lines;
  for (const auto& violation : bad_request.field_violations()) {
    lines.push_back(absl::StrCat(violation.field(), ": ", violation.description()));
  }
  return lines;
}

constexpr char kExisting[] = R"pb(
  name: "places/a"
  etag: "e1"
  revision: 7
  kind: "town"
  display_name: "old name"
  description: "old text"
  aliases: "x"
  location { latitude: 1 longitude: 2 grid: "31U" datum: "WGS84" }
  offices { title: "mayor" id: "o1" }
  labels { key: "k" value: "v" }
  rank: 3
  parent_place: "places/b"
  stamp { text: "made here" }
)pb";

// Applies the update, unless it breaks a rule.
absl::Status Apply(const google::protobuf::FieldMask& mask, const Place& from, Place* to) {
  Violations violations;
  const std::string outcome =
      ApplyUpdateMask(mask, "place", Place::descriptor(), from.SerializeAsString(),
                      to->SerializeAsString(), &violations);
  const absl::Status status = violations.ToStatus();
  if (status.ok()) to->ParseFromString(outcome);
  return status;
}

struct UpdateCase {
  const char* what;
  std::vector<std::string> mask;
  const char* from;
  // The expected outcome is kExisting without the fields in `cleared`, and with `merged` merged
  // into it.
  std::vector<std::string> cleared;
  const char* merged;
};

class UpdateTest : public ::testing::TestWithParam<UpdateCase> {};

TEST_P(UpdateTest, Applies) {
  const UpdateCase& test = GetParam();
  Place to = Parse(kExisting);
  const Place from = Parse(test.from);
  Place expected = Parse(kExisting);
  for (const std::string& field : test.cleared) {
    expected.GetReflection()->ClearField(&expected, Place::descriptor()->FindFieldByName(field));
  }
  expected.MergeFrom(Parse(test.merged));

  Violations violations;
  const std::string bytes =
      ApplyUpdateMask(Mask(test.mask), "place", Place::descriptor(), from.SerializeAsString(),
                      to.SerializeAsString(), &violations);
  const absl::Status status = Apply(Mask(test.mask), from, &to);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(to.DebugString(), expected.DebugString());
  // The returned bytes are the serialized outcome, so comparing bytes shows whether anything has
  // changed.
  EXPECT_TRUE(violations.ToStatus().ok());
  EXPECT_EQ(bytes, expected.SerializeAsString());
}

const UpdateCase kUpdates[] = {
    {"EmptyMaskAppliesSetFields",
     {},
     "display_name: 'new' aliases: 'y' aliases: 'z'",
     {"display_name", "aliases"},
     "display_name: 'new' aliases: 'y' aliases: 'z'"},
    {"PathsOfOutputOnlyFieldsAreIgnored",
     {"revision", "stamp.text", "stamp", "location.grid", "display_name"},
     "display_name: 'new' revision: 99 stamp { text: 'forged' } location { grid: 'mine' }",
     {"display_name"},
     "display_name: 'new'"},
    {"AMaskOfOutputOnlyFieldsChangesNothing",
     {"revision"},
     "display_name: 'new' revision: 99",
     {},
     ""},
    {"EmptyMaskReplacesMessagesButNotOutputOnlyFields",
     {},
     "location { latitude: 9 grid: 'mine' }",
     {"location"},
     "location { latitude: 9 grid: '31U' datum: 'WGS84' }"},
    {"EmptyMaskIgnoresNameEtagAndOutputOnly",
     {},
     "name: 'places/z' etag: 'e9' revision: 99 stamp { text: 'forged' } rank: 4",
     {},
     "rank: 4"},
    {"StarClearsAbsentFields",
     {"*"},
     "display_name: 'new'",
     {"display_name", "description", "aliases", "location", "offices", "labels", "rank",
      "parent_place"},
     "display_name: 'new'"},
    {"StarKeepsOneMemberOfAOneof",
     {"*"},
     "parent_location { latitude: 5 }",
     {"display_name", "description", "aliases", "location", "offices", "labels", "rank"},
     "parent_location { latitude: 5 }"},
    {"PathSets",
     {"description"},
     "description: 'new' display_name: 'ignored'",
     {},
     "description: 'new'"},
    {"PathClears", {"description", "rank"}, "", {"description", "rank"}, ""},
    {"PathIntoMessage",
     {"location.latitude"},
     "location { latitude: 9 longitude: 8 }",
     {},
     "location { latitude: 9 }"},
    {"PathIntoAbsentMessageOfRequestClears",
     {"location.latitude"},
     "",
     {"location"},
     "location { longitude: 2 grid: '31U' datum: 'WGS84' }"},
    {"PathIntoMessageAbsentOnBothSides", {"part.description"}, "", {}, ""},
    {"PathCreatesMessages",
     {"part.part.rank"},
     "part { part { rank: 0 } }",
     {},
     "part { part { rank: 0 } }"},
    {"RepeatedIsReplacedWholeAndOutputOnlyInEntriesIsDropped",
     {"offices"},
     "offices { title: 'deputy' id: 'forged' }",
     {"offices"},
     "offices { title: 'deputy' }"},
    {"MapIsReplacedWhole",
     {"labels"},
     "labels { key: 'a' value: 'b' }",
     {"labels"},
     "labels { key: 'a' value: 'b' }"},
    {"OneofMemberReplacesTheOther",
     {"parent_location"},
     "parent_location { latitude: 1 }",
     {},
     "parent_location { latitude: 1 }"},
    {"ClearingAnUnsetOneofMemberKeepsTheOther",
     {"parent_location"},
     "parent_place: 'places/q'",
     {},
     ""},
    {"RepeatedAndNestedPathsCount",
     {"location.latitude", "location", "description", "description"},
     "location { latitude: 4 } description: 'd'",
     {"location"},
     "description: 'd' location { latitude: 4 grid: '31U' datum: 'WGS84' }"},
    {"NameAndEtagMayBeNamed",
     {"name", "etag", "rank"},
     "name: 'places/z' etag: 'e9' rank: 8",
     {},
     "rank: 8"},
    {"TheSameImmutableValueIsFine",
     {"kind", "location.datum"},
     "kind: 'town' location { datum: 'WGS84' }",
     {},
     ""},
    {"AnAbsentImmutableValueIsFine", {"kind", "location.datum"}, "", {}, ""},
    {"AZeroOfAnOptionalFieldIsAValue", {}, "rank: 0", {}, "rank: 0"},
};

INSTANTIATE_TEST_SUITE_P(All, UpdateTest, ::testing::ValuesIn(kUpdates),
                         [](const auto& info) { return std::string(info.param.what); });

TEST(UpdateBytesTest, KeepsUnknownFieldsOfTheResourceOnly) {
  Place to = Parse(kExisting);
  auto* const unknown = to.GetReflection()->MutableUnknownFields(&to);
  unknown->AddGroup(2000)->AddVarint(1, 300);
  unknown->AddLengthDelimited(2001, "from a newer server");
  Place from = Parse("display_name: 'new'");
  from.GetReflection()->MutableUnknownFields(&from)->AddVarint(2002, 1);
  Place expected = to;
  expected.set_display_name("new");
  ASSERT_TRUE(Apply(Mask({}), from, &to).ok());
  EXPECT_EQ(to.DebugString(), expected.DebugString());
}

TEST(UpdateBytesTest, TakesFieldsInAnyOrder) {
  const Place to = Parse(kExisting);
  const std::string bytes = Parse("aliases: 'z'").SerializeAsString() +
                            Parse("display_name: 'new'").SerializeAsString() +
                            Parse("aliases: 'y'").SerializeAsString();
  Place expected = to;
  expected.set_display_name("new");
  expected.clear_aliases();
  expected.add_aliases("z");
  expected.add_aliases("y");
  Violations violations;
  EXPECT_EQ(ApplyUpdateMask(Mask({}), "place", Place::descriptor(), bytes, to.SerializeAsString(),
                            &violations),
            expected.SerializeAsString());
}

TEST(UpdateMaskTest, ReportsAllViolationsTogetherAndChangesNothing) {
  Place to = Parse(kExisting);
  const Place from = Parse("kind: 'city' display_name: 'new'");
  const absl::Status status =
      Apply(Mask({"display_name", "color", "location.color", "display_name.x", "offices.title",
                  "labels.k", "stamp.color", "", "displayName"}),
            from, &to);
  EXPECT_EQ(
      ViolationsOf(status),
      (std::vector<std::string>{
          "update_mask: names \"color\", which does not exist",
          "update_mask: names \"location.color\", which does not exist",
          "update_mask: names \"display_name.x\", which does not exist",
          "update_mask: names \"offices.title\", but \"offices\" is repeated and replaced whole",
          "update_mask: names \"labels.k\", which does not exist",
          "update_mask: names \"stamp.color\", which does not exist",
          "update_mask: names \"\", which does not exist",
          "update_mask: names \"displayName\", which does not exist",
      }));
  EXPECT_EQ(to.DebugString(), Parse(kExisting).DebugString());
}

TEST(UpdateMaskTest, ImmutableFieldsCanNotChange) {
  for (const std::vector<std::string>& mask :
       {std::vector<std::string>{}, {"*"}, {"kind", "location"}, {"kind", "location.datum"}}) {
    Place to = Parse(kExisting);
    const Place from = Parse("kind: 'city' location { datum: 'ED50' } rank: 1");
    EXPECT_EQ(ViolationsOf(Apply(Mask(mask), from, &to)),
              (std::vector<std::string>{"place.kind: must not be changed",
                                        "place.location.datum: must not be changed"}));
    EXPECT_EQ(to.DebugString(), Parse(kExisting).DebugString());
  }
}

TEST(UpdateMaskTest, ANewMessageBringsItsImmutableFields) {
  Place to = Parse("name: 'places/a'");
  ASSERT_TRUE(Apply(Mask({"location"}), Parse("location { datum: 'ED50' }"), &to).ok());
  EXPECT_EQ(to.location().datum(), "ED50");
}

TEST(UpdateMaskTest, StarMustBeTheOnlyPath) {
  Place to = Parse(kExisting);
  EXPECT_EQ(ViolationsOf(Apply(Mask({"*", "rank"}), Place(), &to)),
            (std::vector<std::string>{"update_mask: has \"*\" beside other paths"}));
}

TEST(ClearOutputOnlyFieldsTest, AtAnyDepth) {
  Place place = Parse(kExisting);
  place.mutable_part()->set_revision(3);
  ClearOutputOnlyFields(&place);
  EXPECT_EQ(place.revision(), 0);
  EXPECT_FALSE(place.has_stamp());
  EXPECT_EQ(place.location().grid(), "");
  EXPECT_EQ(place.location().datum(), "WGS84");
  EXPECT_EQ(place.offices(0).id(), "");
  EXPECT_EQ(place.offices(0).title(), "mayor");
  EXPECT_EQ(place.part().revision(), 0);
  EXPECT_EQ(place.etag(), "e1");
}

struct ReadCase {
  const char* what;
  std::vector<std::string> mask;
  const char* left;
};

class ReadMaskTest : public ::testing::TestWithParam<ReadCase> {};

TEST_P(ReadMaskTest, KeepsNamedFields) {
  Place place = Parse(kExisting);
  const absl::Status status = ApplyReadMask(Mask(GetParam().mask), &place);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(place.DebugString(), Parse(GetParam().left).DebugString());
}

const ReadCase kReads[] = {
    {"Empty", {}, kExisting},
    {"Star", {"*"}, kExisting},
    {"Fields", {"name", "rank"}, "name: 'places/a' rank: 3"},
    {"Nested", {"location.latitude"}, "location { latitude: 1 }"},
    {"ThroughRepeated", {"offices.title"}, "offices { title: 'mayor' }"},
    {"TheShorterPathCovers",
     {"location.latitude", "location"},
     "location { latitude: 1 longitude: 2 grid: '31U' datum: 'WGS84' }"},
    {"TheShorterPathCoversFirst",
     {"location", "location.latitude"},
     "location { latitude: 1 longitude: 2 grid: '31U' datum: 'WGS84' }"},
    {"Siblings", {"location.latitude", "location.grid"}, "location { latitude: 1 grid: '31U' }"},
    {"Absent", {"part.name"}, ""},
    {"Map", {"labels"}, "labels { key: 'k' value: 'v' }"},
};

INSTANTIATE_TEST_SUITE_P(All, ReadMaskTest, ::testing::ValuesIn(kReads),
                         [](const auto& info) { return std::string(info.param.what); });

TEST(ReadMaskTest, ReportsAllUnknownPathsTogether) {
  Place place = Parse(kExisting);
  EXPECT_EQ(ViolationsOf(ApplyReadMask(Mask({"name", "color", "location.", "labels.k"}), &place)),
            (std::vector<std::string>{"read_mask: names \"color\", which does not exist",
                                      "read_mask: names \"location.\", which does not exist",
                                      "read_mask: names \"labels.k\", which does not exist"}));
  EXPECT_EQ(place.DebugString(), Parse(kExisting).DebugString());
  EXPECT_EQ(ViolationsOf(ApplyReadMask(Mask({"name", "*"}), &place)),
            (std::vector<std::string>{"read_mask: has \"*\" beside other paths"}));
}

// A resource that is read and sent back also has output-only parts in its immutable lists.
TEST(ApplyUpdateMaskTest, ImmutableListsCompareWithoutOutputOnlyFields) {
  Place to = Parse(R"pb(name: "places/a"
                        founders { title: "founder" id: "o1" })pb");
  const Place read = to;
  EXPECT_TRUE(Apply(Mask({"*"}), read, &to).ok());
  const Place without = Parse(R"pb(founders { title: "founder" })pb");
  EXPECT_TRUE(Apply(FieldMask(), without, &to).ok());
  EXPECT_EQ(to.founders(0).id(), "o1");
  const Place other = Parse(R"pb(founders { title: "other" })pb");
  EXPECT_EQ(ViolationsOf(Apply(FieldMask(), other, &to)),
            std::vector<std::string>({"place.founders: must not be changed"}));
}

TEST(ApplyUpdateMaskTest, AppliesTheRestDespiteViolations) {
  Place to = Parse(R"pb(name: "places/a" kind: "town" display_name: "old")pb");
  const Place from = Parse(R"pb(kind: "city" display_name: "new")pb");
  Violations violations;
  to.ParseFromString(ApplyUpdateMask(Mask({"kind", "display_name", "unknown"}), "place",
                                     Place::descriptor(), from.SerializeAsString(),
                                     to.SerializeAsString(), &violations));
  EXPECT_EQ(violations.list().size(), 2u);
  EXPECT_EQ(to.display_name(), "new");
  EXPECT_EQ(to.kind(), "town");
}

}  // namespace
}  // namespace jumelage
