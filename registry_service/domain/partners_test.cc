#include "registry_service/domain/partners.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "registry_service/domain/life_cycle.h"

namespace jumelage {
namespace {

using registry::v1::LedgerEntry;
using registry::v1::Partner;
using registry::v1::PartnerGroup;
using registry::v1::Twinning;
using ::testing::ElementsAre;

// Returns a twinning that was recorded on 1 March 2020. `ledger` contains its other fields in text
// format.
Twinning Recorded(const std::string& ledger) {
  Twinning twinning;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(ledger, &twinning)) << ledger;
  const absl::Time time = absl::FromCivil(absl::CivilDay(2020, 3, 1), absl::UTCTimeZone());
  google::protobuf::Timestamp recorded;
  recorded.set_seconds(absl::ToUnixSeconds(time));
  *twinning.mutable_create_time() = recorded;
  StartLedger(recorded, &twinning);
  return twinning;
}

TEST(LinkedSinceTest, PrefersEstablishedThenSignatureThenAttestation) {
  Twinning twinning = Recorded(
      "sides { city: 'cities/a' attestation { since { precision: PRECISION_YEAR "
      "earliest { year: 1991 } } } } sides { city: 'cities/b' }");
  ASSERT_NE(LinkedSince(twinning, "cities/a"), nullptr);
  EXPECT_EQ(LinkedSince(twinning, "cities/a")->earliest().year(), 1991);
  EXPECT_EQ(LinkedSince(twinning, "cities/b"), nullptr);
  LedgerEntry* entry = twinning.add_ledger();
  entry->set_step(LedgerEntry::STEP_SIGN);
  entry->mutable_effective_date()->set_precision(type::v1::UncertainDate::PRECISION_YEAR);
  entry->mutable_effective_date()->mutable_earliest()->set_year(1992);
  EXPECT_EQ(LinkedSince(twinning, "cities/a")->earliest().year(), 1992);
  *twinning.mutable_established() = entry->effective_date();
  twinning.mutable_established()->mutable_earliest()->set_year(1993);
  EXPECT_EQ(LinkedSince(twinning, "cities/b")->earliest().year(), 1993);
}

Partner MakePartner(const std::string& city, int year, int month = 0) {
  Partner partner;
  partner.mutable_city()->set_city("cities/" + city);
  if (year == 0) return partner;
  partner.mutable_since()->set_precision(month == 0 ? type::v1::UncertainDate::PRECISION_YEAR
                                                    : type::v1::UncertainDate::PRECISION_MONTH);
  partner.mutable_since()->mutable_earliest()->set_year(year);
  partner.mutable_since()->mutable_earliest()->set_month(month);
  return partner;
}

TEST(GroupByYearTest, GroupsAsThePagesDo) {
  Partner before = MakePartner("open", 1980);
  before.mutable_since()->set_qualifier(type::v1::UncertainDate::QUALIFIER_BEFORE);
  const std::vector<PartnerGroup> groups =
      GroupByYear({MakePartner("unknown", 0), MakePartner("sousse", 1977),
                   MakePartner("zaanstad", 1955), before, MakePartner("leonberg", 1977, 2),
                   MakePartner("january", 1977, 1), MakePartner("anderlecht", 1955)});
  std::vector<std::string> shown;
  for (const PartnerGroup& group : groups) {
    std::string line = std::to_string(group.year());
    for (const Partner& partner : group.partners()) line += " " + partner.city().city();
    shown.push_back(line);
  }
  EXPECT_THAT(shown, ElementsAre("1955 cities/anderlecht cities/zaanstad",
                                 "1977 cities/january cities/sousse cities/leonberg",
                                 "0 cities/open cities/unknown"));
}

}  // namespace
}  // namespace jumelage
