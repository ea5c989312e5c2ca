#include "common/base/field_plan.h"

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

std::vector<std::string> Names(const std::vector<const FieldDescriptor*>& fields) {
  std::vector<std::string> names;
  for (const FieldDescriptor* field : fields) names.push_back(field->name());
  return names;
}

bool IsCalledStart(const FieldDescriptor& field) { return field.name() == "start"; }
bool IsNumber(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
}
bool IsNothing(const FieldDescriptor&) { return false; }

TEST(FieldPlanTest, FollowsWhatMattersAndWhatLeadsToIt) {
  FieldPlan plan(&IsCalledStart);
  EXPECT_THAT(Names(plan.Of(google::protobuf::DescriptorProto::ExtensionRange::descriptor())),
              ElementsAre("start"));
  // Its enum types have ranges of their own, and it holds other messages like itself.
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

TEST(FieldPlanTest, SaysOfOneFieldWhetherToFollowIt) {
  FieldPlan plan(&IsNumber);
  const auto* value = google::protobuf::Value::descriptor();
  EXPECT_TRUE(plan.Follows(*value->FindFieldByName("number_value")));
  EXPECT_TRUE(plan.Follows(*value->FindFieldByName("list_value")));
  EXPECT_FALSE(plan.Follows(*value->FindFieldByName("string_value")));
}

}  // namespace
}  // namespace jumelage
