#include "common/rpc/replacement.h"

#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {
namespace {

using Paths = std::vector<std::string>;

template <typename Record>
Record Parse(const std::string& text) {
  Record record;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &record)) << text;
  return record;
}

TEST(ReplacementTest, FieldsThatTheServiceSetsAreNotADifference) {
  const auto current = Parse<registry::v1::City>(
      "name: 'cities/a' etag: 'e' revision: 3 create_time { seconds: 1 } display_name: 'A'");
  auto wanted = Parse<registry::v1::City>("name: 'cities/a' display_name: 'A'");
  const Difference difference = CompareForUpdate(current, &wanted);
  EXPECT_FALSE(difference.changes);
  EXPECT_TRUE(difference.fixed.empty());
}

TEST(ReplacementTest, AnyOtherFieldIsADifference) {
  const auto current =
      Parse<registry::v1::City>("name: 'cities/a' display_name: 'A' country: 'FR'");
  auto wanted = Parse<registry::v1::City>("name: 'cities/a' display_name: 'A'");
  EXPECT_TRUE(CompareForUpdate(current, &wanted).changes) << "a missing value";
  wanted.set_country("DE");
  EXPECT_TRUE(CompareForUpdate(current, &wanted).changes) << "another value";
}

constexpr char kTwinning[] =
    "name: 'twinnings/a-b' kind: KIND_TWINNING state: STATE_DORMANT "
    "sides { city: 'cities/a' attestation { attest_time { seconds: 9 } "
    "  since { precision: PRECISION_YEAR earliest { year: 1977 } } evidence { title: 'p' } } } "
    "sides { city: 'cities/b' } "
    "ledger { entry_id: '1' step: STEP_SIGN state_after: STATE_ACTIVE } "
    "ledger { entry_id: '2' step: STEP_MARK_DORMANT state_after: STATE_DORMANT }";

TEST(ReplacementTest, ImmutableFieldsKeepTheirValuesAndAreReported) {
  const auto current = Parse<registry::v1::Twinning>(kTwinning);
  auto wanted = Parse<registry::v1::Twinning>(
      "name: 'twinnings/a-b' kind: KIND_TWINNING "
      "sides { city: 'cities/a' attestation { evidence { title: 'q' } } } "
      "sides { city: 'cities/b' priority: PRIORITY_HIGH } "
      "ledger { step: STEP_SIGN }");
  const Difference difference = CompareForUpdate(current, &wanted);
  EXPECT_EQ(difference.fixed, (Paths{"sides[0].attestation", "ledger"}));
  EXPECT_TRUE(difference.changes);
  EXPECT_EQ(wanted.sides(0).attestation().evidence(0).title(), "p");
  EXPECT_EQ(wanted.sides(1).priority(), registry::v1::TwinningSide::PRIORITY_HIGH);
  EXPECT_EQ(wanted.ledger_size(), 2);
}

TEST(ReplacementTest, TheSameLedgerIsNotADifference) {
  const auto current = Parse<registry::v1::Twinning>(kTwinning);
  auto wanted = Parse<registry::v1::Twinning>(
      "name: 'twinnings/a-b' kind: KIND_TWINNING "
      "sides { city: 'cities/a' attestation { "
      "  since { precision: PRECISION_YEAR earliest { year: 1977 } } evidence { title: 'p' } } } "
      "sides { city: 'cities/b' } ledger { step: STEP_SIGN } ledger { step: STEP_MARK_DORMANT }");
  const Difference difference = CompareForUpdate(current, &wanted);
  EXPECT_FALSE(difference.changes);
  EXPECT_TRUE(difference.fixed.empty());
}

// A bundle that has no state does not contradict the state that later steps led to.
TEST(ReplacementTest, FieldsThatTheBundleLacksAreNotADifference) {
  const auto current = Parse<projects::v1::Project>(
      "name: 'projects/a' display_name: 'A' state: STATE_UNKNOWN "
      "references { resource: 'cities/a' display_name: 'A' }");
  auto wanted = Parse<projects::v1::Project>("name: 'projects/a' display_name: 'A'");
  Difference difference = CompareForUpdate(current, &wanted);
  EXPECT_FALSE(difference.changes);
  EXPECT_TRUE(difference.fixed.empty());

  wanted.set_state(projects::v1::Project::STATE_CLOSED);
  difference = CompareForUpdate(current, &wanted);
  EXPECT_FALSE(difference.changes);
  EXPECT_EQ(difference.fixed, Paths{"state"});
}

}  // namespace
}  // namespace jumelage
