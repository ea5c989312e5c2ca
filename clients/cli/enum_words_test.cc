#include "clients/cli/enum_words.h"

#include "gtest/gtest.h"
#include "jumelage/registry/v1/identity.pb.h"

namespace jumelage::cli {
namespace {

using registry::v1::DuplicateProposal;

TEST(EnumWordsTest, AValueOfANewerServiceHasItsNumberAsText) {
  EXPECT_EQ(EnumText(DuplicateProposal::REASON_SHARED_PARTNERS), "shared-partners");
  EXPECT_EQ(EnumText(DuplicateProposal::REASON_UNSPECIFIED), "");
  EXPECT_EQ(EnumText(static_cast<DuplicateProposal::Reason>(999)), "999");
}

}  // namespace
}  // namespace jumelage::cli
