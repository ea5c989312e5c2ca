#include "common/message/oneof_member.h"

#include "gtest/gtest.h"
#include "jumelage/registry/v1/record.pb.h"

namespace jumelage {
namespace {

using registry::v1::Record;

TEST(OneofMemberTest, TheResourceOfARecordIsItsMember) {
  Record record;
  EXPECT_EQ(MemberOf(record, "record"), nullptr);
  EXPECT_EQ(MutableMemberOf("record", &record), nullptr);
  record.mutable_city()->set_name("cities/a");
  EXPECT_EQ(MemberOf(record, "record"), &record.city());
  EXPECT_EQ(MutableMemberOf("record", &record), record.mutable_city());
  record.mutable_twinning()->set_name("twinnings/a-b");
  EXPECT_EQ(MemberOf(record, "record"), &record.twinning());
  EXPECT_EQ(MemberOf(record, "state"), nullptr) << "there is no such oneof";
}

TEST(OneofMemberTest, ReturnsTheNamesOfResources) {
  Record record;
  EXPECT_EQ(ResourceNameOf(MemberOf(record, "record")), "");
  record.mutable_statement()->mutable_subject()->set_value("Q1");
  EXPECT_EQ(ResourceNameOf(MemberOf(record, "record")), "") << "a statement has none";
  record.mutable_agreement()->set_name("agreements/a");
  EXPECT_EQ(ResourceNameOf(MemberOf(record, "record")), "agreements/a");
}

}  // namespace
}  // namespace jumelage
