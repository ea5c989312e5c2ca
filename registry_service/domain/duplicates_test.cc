#include "registry_service/domain/duplicates.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::DuplicateProposal;
using testing::ElementsAre;
using testing::IsEmpty;

// The cities that Add creates have one-letter resource names in alphabetical order: a, b, c …
class DuplicatesTest : public testing::Test {
 protected:
  // `names` must already be folded. The first is the display name.
  int Add(const std::vector<std::string>& names, const std::string& country = "") {
    ComparedCity city;
    city.name = std::string(1, static_cast<char>('a' + compared_.cities.size()));
    city.country = country;
    city.display_name = names[0];
    city.names = names;
    compared_.cities.push_back(city);
    return static_cast<int>(compared_.cities.size()) - 1;
  }
  void Link(int one, int other) { compared_.links.emplace_back(one, other); }
  void Place(int city, double latitude, double longitude) {
    compared_.cities[city].location.emplace(latitude, longitude);
  }
  // Returns lines such as "a+b 70 SAME_NAME SHARED_PARTNERS".
  std::vector<std::string> Found() const {
    std::vector<std::string> found;
    const auto duplicates = FindDuplicates(compared_, [] { return absl::OkStatus(); });
    EXPECT_THAT(duplicates, IsOk());
    for (const Duplicate& pair : *duplicates) {
      std::string text = absl::StrCat(compared_.cities[pair.first].name, "+",
                                      compared_.cities[pair.second].name, " ", pair.score);
      for (const DuplicateProposal::Reason reason : pair.reasons) {
        absl::StrAppend(&text, " ", DuplicateProposal::Reason_Name(reason).substr(7));
      }
      found.push_back(text);
    }
    return found;
  }

  ComparedCities compared_;
};

TEST_F(DuplicatesTest, TheSameNameIsEnough) {
  Add({"neukolln"});
  Add({"neukolln"});
  Add({"belfort"});
  EXPECT_THAT(Found(), ElementsAre("a+b 50 SAME_NAME"));
}

TEST_F(DuplicatesTest, NamesWithoutLettersAreComparedAsTheyAre) {
  Add({"★☆"});
  Add({"★☆"});
  Add({"☆★"});
  Add({"saint etienne", "☆★"});
  EXPECT_THAT(Found(), ElementsAre("a+b 50 SAME_NAME", "c+d 40 SHARED_NAME"));
}

TEST_F(DuplicatesTest, ANameThatIsOnlyOneOfSeveralIsEnough) {
  Add({"neukolln", "rixdorf"});
  Add({"rixdorf"});
  EXPECT_THAT(Found(), ElementsAre("a+b 40 SHARED_NAME"));
}

TEST_F(DuplicatesTest, SharedPartnersRankFirst) {
  Add({"york"});
  Add({"york"});
  const int c = Add({"neukolln"});
  const int d = Add({"neukolln"});
  const int boulogne = Add({"boulogne billancourt"});
  Link(c, boulogne);
  Link(boulogne, d);
  EXPECT_THAT(Found(), ElementsAre("c+d 70 SAME_NAME SHARED_PARTNERS", "a+b 50 SAME_NAME"));
}

TEST_F(DuplicatesTest, ANameWithinANameWeighsMoreWithLinkedPartners) {
  const int borough = Add({"london borough of hammersmith and fulham"});
  const int place = Add({"hammersmith"});
  EXPECT_THAT(Found(), ElementsAre("a+b 30 NAME_WITHIN_NAME"));
  // Partners count only if they are shared or twinned with one another.
  const int boulogne = Add({"boulogne billancourt"});
  const int neukolln = Add({"neukolln"});
  Link(borough, boulogne);
  Link(place, neukolln);
  EXPECT_THAT(Found(), ElementsAre("a+b 30 NAME_WITHIN_NAME"));
  Link(boulogne, neukolln);
  EXPECT_THAT(Found(), ElementsAre("a+b 40 NAME_WITHIN_NAME SHARED_PARTNERS"));
}

TEST_F(DuplicatesTest, PartnersThatAreNotComparedThemselvesCount) {
  const int a = Add({"hammersmith"});
  const int b = Add({"hammersmith and fulham"});
  Link(a, 7);
  Link(b, 7);
  EXPECT_THAT(Found(), ElementsAre("a+b 50 NAME_WITHIN_NAME SHARED_PARTNERS"));
}

TEST_F(DuplicatesTest, ASimilarNameWeighsMoreWithNearnessAndAParent) {
  const int zaandam = Add({"zaandam"});
  const int zaanstad = Add({"zaanstad"});
  EXPECT_THAT(Found(), ElementsAre("a+b 20 SIMILAR_NAME"));
  compared_.cities[zaandam].parent = zaanstad;
  EXPECT_THAT(Found(), ElementsAre("a+b 30 SIMILAR_NAME PARENT"));
  Place(zaandam, 52.44, 4.83);
  Place(zaanstad, 52.45, 4.81);
  EXPECT_THAT(Found(), ElementsAre("a+b 50 SIMILAR_NAME NEARBY PARENT"));
}

TEST_F(DuplicatesTest, NamesThatOnlyShareABeginningAreNotSimilar) {
  const int a = Add({"frankfurt am main"});
  const int b = Add({"frankfurt oder"});
  compared_.cities[a].parent = b;
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(DuplicatesTest, AnotherCountryAGreatDistanceOrATwinningRulesAPairOut) {
  Add({"belfort"}, "FR");
  Add({"belfort"}, "GB");
  const int near = Add({"stafford"}, "GB");
  const int far = Add({"stafford"}, "GB");
  Place(near, 52.8, -2.1);
  Place(far, 50.0, -5.0);
  Link(Add({"york"}), Add({"york"}));
  EXPECT_THAT(Found(), IsEmpty());
  // A city without a country may be the same as one in any country.
  Add({"belfort"});
  EXPECT_THAT(Found(), ElementsAre("a+g 50 SAME_NAME", "b+g 50 SAME_NAME"));
}

TEST_F(DuplicatesTest, OnlyTheFirstOfManyNamesakesAreCompared) {
  for (int i = 0; i < kMaxNamesakes + 20; ++i) {
    ComparedCity city;
    city.name = absl::StrCat("c", i);
    city.display_name = "San José";
    compared_.cities.push_back(city);
  }
  const auto found = FindDuplicates(compared_, [] { return absl::OkStatus(); });
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->size(), kMaxNamesakes * (kMaxNamesakes - 1) / 2);
}

TEST_F(DuplicatesTest, OnlyTheFirstOfManyNamesThatContainANameAreCompared) {
  Add({"york"});
  for (int i = 0; i < 3 * kMaxNamesakes; ++i) Add({absl::StrCat("york ", 1000 + i)});
  const auto all = FindDuplicates(compared_, [] { return absl::OkStatus(); });
  ASSERT_THAT(all, IsOk());
  int within = 0;
  for (const Duplicate& pair : *all) {
    within += pair.reasons[0] == DuplicateProposal::REASON_NAME_WITHIN_NAME ? 1 : 0;
  }
  EXPECT_EQ(within, kMaxNamesakes);
}

TEST_F(DuplicatesTest, AComparisonEndsWhenItIsNoLongerWanted) {
  for (int i = 0; i < 1000; ++i) Add({absl::StrCat("york ", i)});
  const auto gone = [] { return absl::CancelledError("gone"); };
  EXPECT_THAT(FindDuplicates(compared_, gone), StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace jumelage
