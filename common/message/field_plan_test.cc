#include "common/message/field_plan.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Names(const FieldPlan::Type& type) {
  std::vector<std::string> names;
  for (const FieldPlan::Step& step : type.steps) names.push_back(step.field->name());
  return names;
}

bool IsCalledStart(const FieldDescriptor& field) { return field.name() == "start"; }
bool IsNumber(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
}
bool IsNothing(const FieldDescriptor&) { return false; }

TEST(FieldPlanTest, HasFieldsThatMatterAndFieldsThatLeadToThem) {
  FieldPlan plan(&IsCalledStart);
  EXPECT_THAT(Names(plan.Of(google::protobuf::DescriptorProto::ExtensionRange::descriptor())),
              ElementsAre("start"));
  // nested_type has messages of the same type, and the other fields lead to ranges with a start.
  EXPECT_THAT(Names(plan.Of(google::protobuf::DescriptorProto::descriptor())),
              ElementsAre("nested_type", "enum_type", "extension_range", "reserved_range"));
}

TEST(FieldPlanTest, EndsInTypesThatContainThemselves) {
  FieldPlan plan(&IsNumber);
  EXPECT_THAT(Names(plan.Of(google::protobuf::Value::descriptor())),
              ElementsAre("number_value", "struct_value", "list_value"));
  EXPECT_THAT(Names(plan.Of(google::protobuf::Struct::descriptor())), ElementsAre("fields"));
  FieldPlan nothing(&IsNothing);
  EXPECT_THAT(Names(nothing.Of(google::protobuf::Value::descriptor())), IsEmpty());
}

TEST(FieldPlanTest, FindsTheStepsOfFieldsInAnyOrder) {
  FieldPlan plan(&IsNumber);
  const FieldPlan::Type& type = plan.Of(google::protobuf::Value::descriptor());
  size_t at = 0;
  for (const int number : {2, 5, 6, 6, 2, 6, 5}) {
    const FieldPlan::Step* const step = type.Find(number, &at);
    ASSERT_NE(step, nullptr);
    EXPECT_EQ(step->field->number(), number);
  }
  for (const int number : {1, 3, 7, 4, 1}) EXPECT_EQ(type.Find(number, &at), nullptr);
}

TEST(FieldPlanTest, FindsOutWhetherASerializedMessageHasAFieldThatMatters) {
  FieldPlan plan(&IsNumber);
  const auto* const type = google::protobuf::Value::descriptor();
  google::protobuf::Value value;
  EXPECT_FALSE(plan.AnyIn(type, value.SerializeAsString()));
  value.mutable_list_value()->add_values()->set_string_value("12");
  EXPECT_FALSE(plan.AnyIn(type, value.SerializeAsString()));
  (*value.mutable_list_value()->add_values()->mutable_struct_value()->mutable_fields())["a"]
      .set_number_value(12);
  EXPECT_TRUE(plan.AnyIn(type, value.SerializeAsString()));
}

}  // namespace
}  // namespace jumelage
