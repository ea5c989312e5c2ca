#include "common/message/wire.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<std::pair<int, std::string>> Fields(const std::string& bytes) {
  std::vector<std::pair<int, std::string>> fields;
  for (WireReader reader(bytes); reader.Next();) {
    fields.emplace_back(reader.number(), std::string(reader.value()));
  }
  return fields;
}

TEST(WireReaderTest, ReturnsFieldsOfEveryKindInOrder) {
  google::protobuf::FieldDescriptorProto field;
  field.set_name("label");
  field.set_number(300);
  field.set_type_name("");
  field.mutable_options()->set_packed(true);
  EXPECT_THAT(Fields(field.SerializeAsString()),
              ElementsAre(Pair(1, "label"), Pair(3, ""), Pair(6, ""),
                          Pair(8, field.options().SerializeAsString())));
  google::protobuf::Value number;
  number.set_number_value(0.5);
  EXPECT_THAT(Fields(number.SerializeAsString()), ElementsAre(Pair(2, "")));
}

TEST(WireReaderTest, TheFieldsTogetherAreTheMessage) {
  google::protobuf::Value value;
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  fields["a"].set_number_value(0.5);
  const std::string bytes = value.SerializeAsString();
  std::string together;
  for (WireReader reader(bytes); reader.Next();) together.append(std::string(reader.field()));
  EXPECT_EQ(together, bytes);
}

TEST(WireReaderTest, AGroupIsOneField) {
  google::protobuf::UnknownFieldSet fields;
  auto* const group = fields.AddGroup(7);
  group->AddVarint(1, 300);
  group->AddGroup(7)->AddLengthDelimited(2, "inside");
  fields.AddFixed32(9, 1);
  std::string bytes;
  ASSERT_TRUE(fields.SerializeToString(&bytes));
  EXPECT_THAT(Fields(bytes), ElementsAre(Pair(7, ""), Pair(9, "")));
  // Truncated within the group, or closed by the end of another group.
  EXPECT_THAT(Fields(bytes.substr(0, 6)), ElementsAre());
  EXPECT_THAT(Fields("\x3b\x44"), ElementsAre());
}

TEST(WireReaderTest, EndsIfTheBytesAreNotAMessage) {
  google::protobuf::Value value;
  value.set_string_value("some text");
  const std::string whole = value.SerializeAsString();
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    EXPECT_FALSE(WireReader(cut).Next()) << size;
  }
  // A length beyond the end of the bytes, and the number 0, which no field has.
  const std::string endless = "\x1a\xff\xff\xff\xff\x0f.";
  EXPECT_FALSE(WireReader(endless).Next());
  const std::string numberless("\0\0", 2);
  EXPECT_FALSE(WireReader(numberless).Next());
}

TEST(AppendTest, WritesWhatProtobufReads) {
  for (const int64_t number : {int64_t{0}, int64_t{1}, int64_t{127}, int64_t{128}, int64_t{-1},
                               std::numeric_limits<int64_t>::max()}) {
    std::string bytes;
    AppendIntField(1, number, &bytes);
    AppendBytesField(2, std::string(300, 'i'), &bytes);
    AppendBytesField(5, "", &bytes);
    AppendEntry(11, "", &bytes);
    AppendEntry(11, store::v1::Change().SerializeAsString(), &bytes);
    store::v1::Commit commit;
    ASSERT_TRUE(commit.ParseFromString(bytes));
    EXPECT_EQ(commit.revision(), number);
    EXPECT_EQ(commit.commit_id(), std::string(300, 'i'));
    EXPECT_EQ(commit.changes_size(), 2);
    EXPECT_EQ(commit.SerializeAsString(), bytes);
  }
}

TEST(FirstValueTest, ReturnsTheValueOfTheFirstFieldWithTheNumber) {
  std::string bytes;
  AppendIntField(1, 7, &bytes);
  AppendBytesField(2, "first", &bytes);
  AppendBytesField(2, "second", &bytes);
  EXPECT_EQ(FirstValue(bytes, 2), "first");
  EXPECT_EQ(FirstValue(bytes, 1), "");
  EXPECT_EQ(FirstValue(bytes, 3), "");
  EXPECT_EQ(FirstValue("", 2), "");
}

}  // namespace
}  // namespace jumelage
