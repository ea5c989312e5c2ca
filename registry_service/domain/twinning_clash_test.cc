#include "registry_service/domain/twinning_clash.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::Twinning;
using testing::ElementsAre;
using testing::IsEmpty;

ResolvedLink Link(const std::string& twinning, const std::string& first, const std::string& second,
                  Twinning::Kind kind = Twinning::KIND_TWINNING) {
  return {twinning, kind, first, second};
}

TEST(TwinningClash, DifferentPairsAndDifferentKindsDoNotClash) {
  const ClashOutcome outcome =
      ResolveClashes({Link("t1", "a", "b"), Link("t2", "a", "c"),
                      Link("t3", "a", "b", Twinning::KIND_COOPERATION_AGREEMENT)},
                     {});
  EXPECT_THAT(outcome.with_itself, IsEmpty());
  EXPECT_THAT(outcome.duplicates, IsEmpty());
  EXPECT_THAT(outcome.set_aside, IsEmpty());
}

TEST(TwinningClash, APairLinkedTwiceClashesInEitherOrderOfItsSides) {
  const ClashOutcome outcome =
      ResolveClashes({Link("t2", "a", "b"), Link("t3", "c", "b"), Link("t1", "b", "a")}, {});
  EXPECT_THAT(outcome.duplicates, ElementsAre("t1", "t2"));
}

TEST(TwinningClash, AllOthersGiveWayToTheOneThatIsKept) {
  const ClashOutcome outcome =
      ResolveClashes({Link("t1", "a", "b"), Link("t2", "a", "b"), Link("t3", "a", "b")}, {"t2"});
  EXPECT_THAT(outcome.duplicates, IsEmpty());
  ASSERT_EQ(outcome.set_aside.size(), 2);
  EXPECT_EQ(outcome.set_aside[0].twinning, "t1");
  EXPECT_EQ(outcome.set_aside[0].kept, "t2");
  EXPECT_EQ(outcome.set_aside[1].twinning, "t3");
  EXPECT_EQ(outcome.set_aside[1].kept, "t2");
  EXPECT_THAT(outcome.kept_in_vain, IsEmpty());
}

TEST(TwinningClash, KeepingTwoOfOnePairSettlesNothing) {
  const ClashOutcome outcome =
      ResolveClashes({Link("t1", "a", "b"), Link("t2", "a", "b")}, {"t1", "t2"});
  EXPECT_THAT(outcome.duplicates, ElementsAre("t1", "t2"));
  EXPECT_THAT(outcome.set_aside, IsEmpty());
}

TEST(TwinningClash, ALinkOfACityWithItselfCannotBeKept) {
  const ClashOutcome outcome = ResolveClashes({Link("t1", "a", "a")}, {"t1"});
  EXPECT_THAT(outcome.with_itself, ElementsAre("t1"));
  EXPECT_THAT(outcome.kept_in_vain, ElementsAre("t1"));
}

TEST(TwinningClash, ReportsTwinningsToKeepThatDoNotClash) {
  const ClashOutcome outcome = ResolveClashes({Link("t1", "a", "b")}, {"t1", "t9"});
  EXPECT_THAT(outcome.kept_in_vain, ElementsAre("t1", "t9"));
}

}  // namespace
}  // namespace jumelage
