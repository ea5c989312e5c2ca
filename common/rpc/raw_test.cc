#include "common/rpc/raw.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {
namespace {

std::string Joined(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string joined;
  for (const grpc::Slice& slice : slices) {
    joined.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return joined;
}

TEST(OnlyFirstFieldTest, ReturnsTheNameIfItIsTheOnlyField) {
  store::v1::Change request;
  request.set_name("cities/belfort");
  EXPECT_EQ(OnlyFirstField(request.SerializeAsString()), "cities/belfort");
}

TEST(OnlyFirstFieldTest, ReturnsNothingForOtherMessages) {
  store::v1::Change more;
  more.set_name("cities/belfort");
  more.set_removed(true);
  EXPECT_EQ(OnlyFirstField(more.SerializeAsString()), "");
  store::v1::Change other;
  other.set_resource("cities/belfort");
  EXPECT_EQ(OnlyFirstField(other.SerializeAsString()), "");
  store::v1::Change long_name;
  long_name.set_name(std::string(128, 'x'));
  EXPECT_EQ(OnlyFirstField(long_name.SerializeAsString()), "");
  store::v1::Change name;
  name.set_name("cities/belfort");
  const std::string whole = name.SerializeAsString();
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(OnlyFirstField(absl::string_view(whole).substr(0, length)), "") << length;
  }
  EXPECT_EQ(OnlyFirstField(whole + whole), "");
}

TEST(SharedBytesTest, KeepsItsOwnerAlive) {
  auto owner = std::make_shared<const std::string>("bytes");
  const std::weak_ptr<const std::string> watched = owner;
  const absl::string_view bytes = *owner;
  {
    const grpc::ByteBuffer buffer = SharedBytes(std::move(owner), bytes);
    EXPECT_FALSE(watched.expired());
    EXPECT_EQ(Joined(buffer), "bytes");
  }
  EXPECT_TRUE(watched.expired());
}

TEST(ParseRawTest, RefusesMalformedMessages) {
  const grpc::Slice slice("\x0a\x7f");
  const grpc::ByteBuffer buffer(&slice, 1);
  EXPECT_THAT(ParseRaw<store::v1::Change>(buffer).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace jumelage
