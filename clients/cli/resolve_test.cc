#include "clients/cli/resolve.h"

#include <string>

#include "clients/cli/command/arguments.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

registry::v1::SearchCitiesResponse Results(const std::string& text) {
  registry::v1::SearchCitiesResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &response)) << text;
  return response;
}

constexpr char kStafford[] =
    "results { city { name: 'cities/stafford' display_name: 'Stafford' country: 'GB' } "
    "matched_text: 'Staffort' } ";
constexpr char kStaffordshire[] =
    "results { city { name: 'cities/staffordshire' display_name: 'Staffordshire' country: 'GB' } "
    "matched_text: 'Staffordshire' } ";

TEST(ResolveTest, ChoosesTheCityWithTheCompleteName) {
  const auto city = ChooseCity("STAFFÓRT", Results(std::string(kStafford) + kStaffordshire));
  ASSERT_TRUE(city.ok()) << city.status();
  EXPECT_EQ(city->city.name(), "cities/stafford");
  EXPECT_FALSE(city->alike);
}

TEST(ResolveTest, ChoosesTheOnlyResultAsAlike) {
  const auto city = ChooseCity("staff", Results(kStaffordshire));
  ASSERT_TRUE(city.ok());
  EXPECT_EQ(city->city.name(), "cities/staffordshire");
  EXPECT_TRUE(city->alike);
}

TEST(ResolveTest, ListsTheCandidatesIfSeveralMatch) {
  const absl::Status status =
      ChooseCity("staff", Results(std::string(kStafford) + kStaffordshire)).status();
  EXPECT_TRUE(IsUsageError(status));
  EXPECT_EQ(status.message(),
            "'staff' may be cities/stafford (Stafford, GB), "
            "cities/staffordshire (Staffordshire, GB): which one?");
  EXPECT_TRUE(
      IsUsageError(ChooseCity("staffort", Results(std::string(kStafford) + kStafford)).status()));
}

TEST(ResolveTest, NeverChoosesAResultWithTypingErrors) {
  const std::string nearly =
      "results { city { name: 'cities/strafford' display_name: 'Strafford' country: 'US' } "
      "matched_text: 'Strafford' typing_errors: 1 } ";
  const absl::Status status = ChooseCity("Strafort", Results(nearly)).status();
  EXPECT_TRUE(IsUsageError(status));
  EXPECT_EQ(status.message(), "'Strafort' may be cities/strafford (Strafford, US): which one?");
  const auto city = ChooseCity("staff", Results(kStaffordshire + nearly));
  ASSERT_TRUE(city.ok());
  EXPECT_EQ(city->city.name(), "cities/staffordshire");
  EXPECT_TRUE(city->alike);
}

TEST(ResolveTest, ASpellingThatSoundsTheSameIsOnlyAlike) {
  const auto city = ChooseCity(
      "Bellfort", Results("results { city { name: 'cities/belfort' display_name: 'Belfort' "
                          "country: 'FR' } matched_text: 'Belfort' }"));
  ASSERT_TRUE(city.ok());
  EXPECT_TRUE(city->alike);
}

TEST(ResolveTest, AcceptsIdsAsNames) {
  EXPECT_EQ(InCollection("twinnings", "a-b"), "twinnings/a-b");
  EXPECT_EQ(InCollection("twinnings", "twinnings/a-b"), "twinnings/a-b");
}

}  // namespace
}  // namespace jumelage::cli
