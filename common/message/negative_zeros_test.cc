#include "common/message/negative_zeros.h"

#include <cmath>

#include "common/rpc/test_messages.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

TEST(NegativeZerosTest, AreReplacedAtAnyDepth) {
  testing::Place place;
  place.mutable_part()->mutable_part()->mutable_location()->set_latitude(-0.0);
  place.mutable_part()->mutable_part()->mutable_location()->set_longitude(-7.5);
  place.mutable_parent_location()->set_longitude(-0.0);
  ASSERT_TRUE(HasNegativeZeros(place));
  ReplaceNegativeZeros(&place);
  EXPECT_FALSE(HasNegativeZeros(place));

  testing::Place expected;
  expected.mutable_part()->mutable_part()->mutable_location()->set_longitude(-7.5);
  expected.mutable_parent_location();
  EXPECT_EQ(place.SerializeAsString(), expected.SerializeAsString());
}

TEST(NegativeZerosTest, AreReplacedInListsMapsAndFieldsWithPresence) {
  google::protobuf::Struct object;
  (*object.mutable_fields())["a"].set_number_value(-0.0);
  auto& list = *(*object.mutable_fields())["b"].mutable_list_value();
  list.add_values()->set_number_value(1);
  list.add_values()->set_number_value(-0.0);
  ASSERT_TRUE(HasNegativeZeros(object));
  ReplaceNegativeZeros(&object);
  EXPECT_FALSE(HasNegativeZeros(object));
  EXPECT_EQ(object.fields().at("a").kind_case(), google::protobuf::Value::kNumberValue);
  EXPECT_EQ(object.fields().at("b").list_value().values(0).number_value(), 1);

  google::protobuf::UninterpretedOption option;
  option.set_double_value(-0.0);
  ReplaceNegativeZeros(&option);
  EXPECT_TRUE(option.has_double_value());
  EXPECT_FALSE(std::signbit(option.double_value()));

  google::protobuf::FloatValue single;
  single.set_value(-0.0F);
  EXPECT_TRUE(HasNegativeZeros(single));
  ReplaceNegativeZeros(&single);
  EXPECT_FALSE(std::signbit(single.value()));
}

TEST(NegativeZerosTest, OtherNumbersStay) {
  testing::Place place;
  place.mutable_location()->set_latitude(-5e-324);
  place.mutable_location()->set_longitude(std::nan(""));
  EXPECT_FALSE(HasNegativeZeros(place));
  ReplaceNegativeZeros(&place);
  EXPECT_EQ(place.location().latitude(), -5e-324);
  EXPECT_TRUE(std::isnan(place.location().longitude()));
  EXPECT_FALSE(HasNegativeZeros(testing::Stamp())) << "a type without such fields";
}

}  // namespace
}  // namespace jumelage
