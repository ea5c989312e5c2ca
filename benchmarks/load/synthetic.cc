#include "benchmarks/load/synthetic.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/load/random.h"

namespace jumelage::benchmarks {
namespace {

using registry::v1::AdministrativeLevel;

constexpr const char* kFirst[] = {"Bel",  "Mont",  "Ver",  "Char", "Roch", "Lan", "Neu",
                                  "Wald", "Stein", "Kron", "Alt",  "Ost",  "Hol", "Brad",
                                  "Wes",  "Nor",   "Cas",  "Mar",  "Vil",  "Tor", "Pal",
                                  "San",  "Gor",   "Nov",  "Bor",  "Lud",  "Kal", "Dor"};
constexpr const char* kMiddle[] = {"",    "a",  "e",  "i",   "o",   "an",  "en", "er", "ol",
                                   "ing", "ar", "au", "eau", "esh", "ert", "il", "um", "ov"};
constexpr const char* kLast[] = {"fort", "court", "ville", "mont", "nay", "burg", "stadt", "heim",
                                 "dorf", "berg",  "ton",   "ham",  "ley", "wick", "ara",   "ino",
                                 "ello", "aro",   "grad",  "sk",   "ovo", "ec",   "ica",   "any"};
constexpr const char* kBefore[] = {"Saint-", "Le ",  "La ",   "Bad ",
                                   "Sankt ", "San ", "Novi ", "Great "};
constexpr const char* kRiver[] = {"-sur-Loire", "-sur-Marne", " am Neckar", " an der Donau",
                                  " upon Avon", " nad Labem", "-les-Bains", " di Sopra"};

struct Land {
  const char* country;
  const char* language;
  int regions;
  double latitude, longitude;
};
constexpr Land kLands[] = {{"FR", "fr", 13, 46.5, 2.5},  {"DE", "de", 16, 51.0, 10.0},
                           {"IT", "it", 20, 42.8, 12.5}, {"ES", "es", 17, 40.2, -3.6},
                           {"PL", "pl", 16, 52.0, 19.3}, {"GB", "en", 12, 53.0, -1.5},
                           {"RS", "sr", 25, 44.2, 20.9}, {"CZ", "cs", 14, 49.8, 15.4},
                           {"BF", "fr", 13, 12.3, -1.6}, {"TN", "ar", 24, 34.5, 9.6}};

// Each use has its own stream of random numbers, independent of the others.
enum class Use : uint64_t { kName = 1, kRecord = 2, kCensus = 3, kTwinning = 4, kTyping = 5 };

Random RandomFor(uint64_t seed, int64_t number, Use use) {
  Random mix(seed + static_cast<uint64_t>(use) * 0x632be59bd9b4e019);
  return Random(mix.Next() ^ (static_cast<uint64_t>(number) * 0xd1342543de82ef95));
}

void SetYear(int year, type::v1::UncertainDate* date) {
  date->mutable_earliest()->set_year(year);
  date->set_precision(type::v1::UncertainDate::PRECISION_YEAR);
}

std::string Slug(const std::string& text) {
  std::string slug = absl::AsciiStrToLower(text);
  std::replace(slug.begin(), slug.end(), ' ', '-');
  return slug;
}

std::string Word(Random* random) {
  return absl::StrCat(random->Pick(kFirst), random->Pick(kMiddle), random->Pick(kLast));
}

}  // namespace

std::string Synthetic::DisplayName(int64_t number) const {
  Random random = RandomFor(seed_, number, Use::kName);
  std::string name = Word(&random);
  if (random.OneIn(6)) name = random.Pick(kBefore) + name;
  if (random.OneIn(6)) name += random.Pick(kRiver);
  return name;
}

namespace {

// Returns the same letter for letters that a search treats as equal.
char Sound(char letter) {
  switch (absl::ascii_tolower(letter)) {
    case 'c':
    case 'q':
      return 'k';
    case 'z':
      return 's';
    case 'w':
      return 'v';
    case 'j':
    case 'y':
      return 'i';
    default:
      return absl::ascii_tolower(letter);
  }
}

// Returns whether the letters before and after `at` sound the same. Without the letter between
// them, a search would fold the two into one. Two letters would then be missing, which is too many
// for a short word.
bool KeepsNeighboursApart(const std::string& name, size_t at) {
  return at > 0 && at + 1 < name.size() && Sound(name[at - 1]) == Sound(name[at + 1]);
}

}  // namespace

std::string Synthetic::MisspeltName(int64_t number) const {
  Random random = RandomFor(seed_, number, Use::kTyping);
  std::string name = DisplayName(number);
  size_t at = 0;
  do {
    at = 1 + static_cast<size_t>(random.Below(static_cast<int64_t>(name.size()) - 1));
  } while (!absl::ascii_isalpha(name[at]));
  if (random.OneIn(2) && !KeepsNeighboursApart(name, at)) return name.erase(at, 1);
  name[at] = name[at] == 'x' ? 'y' : 'x';
  return name;
}

std::string Synthetic::CityId(int64_t number) const {
  return absl::StrCat(Slug(DisplayName(number)), "-", absl::Hex(number));
}

registry::v1::City Synthetic::City(int64_t number) const {
  Random random = RandomFor(seed_, number, Use::kRecord);
  const Land& land = random.Pick(kLands);
  registry::v1::City city;
  city.set_display_name(DisplayName(number));
  city.set_country(land.country);
  city.set_region(absl::StrCat(land.country, "-", 1 + random.Below(land.regions)));
  city.set_kind(random.OneIn(4) ? registry::v1::City::KIND_CITY : registry::v1::City::KIND_TOWN);
  city.set_level(AdministrativeLevel::ADMINISTRATIVE_LEVEL_COMMUNE);
  // Round to four decimals, which is about ten metres.
  const auto around = [&](double centre) {
    return std::round(centre * 1e4 + static_cast<double>(random.Below(50000) - 25000)) / 1e4;
  };
  city.mutable_location()->set_latitude(around(land.latitude));
  city.mutable_location()->set_longitude(around(land.longitude));
  auto* population = city.add_populations();
  population->set_value(
      500 + static_cast<int64_t>(std::exp(6.0 + static_cast<double>(random.Below(7000)) / 1000)));
  population->set_qualifier(type::v1::QualifiedCount::QUALIFIER_EXACT);
  SetYear(2011 + static_cast<int>(random.Below(10)), population->mutable_as_of());
  auto* id = city.add_external_ids();
  id->set_scheme("wikidata");
  id->set_value(absl::StrCat("Q", 90000000 + number));
  auto* official = city.add_names();
  official->set_text(city.display_name());
  official->set_language_code(land.language);
  official->set_kind(registry::v1::CityName::KIND_OFFICIAL);
  if (random.OneIn(4)) {
    auto* other = city.add_names();
    other->set_text(Word(&random));
    other->set_kind(random.OneIn(2) ? registry::v1::CityName::KIND_FORMER
                                    : registry::v1::CityName::KIND_EXONYM);
  }
  if (random.OneIn(2)) {
    city.add_websites()->set_uri(absl::StrCat("https://www.", CityId(number), ".example/"));
  }
  return city;
}

registry::v1::City Synthetic::CityAfterCensus(int64_t number, uint64_t census) const {
  registry::v1::City city = City(number);
  Random random = RandomFor(seed_ + census, number, Use::kCensus);
  auto* population = city.mutable_populations(0);
  population->set_value(500 + random.Below(10'000'000));
  SetYear(1900 + static_cast<int>(random.Below(120)), population->mutable_as_of());
  return city;
}

std::string Synthetic::TwinningId(int64_t number) const {
  Random random = RandomFor(seed_, number, Use::kTwinning);
  return absl::StrCat("t", absl::Hex(random.Next() & 0xffffffff, absl::kZeroPad8), "-",
                      absl::Hex(number));
}

registry::v1::Twinning Synthetic::Twinning(int64_t number, int64_t cities) const {
  Random random = RandomFor(seed_, number, Use::kTwinning);
  registry::v1::Twinning twinning;
  twinning.set_kind(registry::v1::Twinning::KIND_TWINNING);
  // The numbers of the cities form a circle. Each step is less than half of it, so no pair occurs
  // again in the other direction.
  const int64_t step = 1 + random.Below((cities - 1) / 2);
  twinning.add_sides()->set_city(CityName(number));
  twinning.add_sides()->set_city(CityName((number + step) % cities));
  const int year = 1951 + static_cast<int>(random.Below(70));
  SetYear(year, twinning.mutable_established());
  auto* signing = twinning.add_ledger();
  signing->set_step(registry::v1::LedgerEntry::STEP_SIGN);
  SetYear(year, signing->mutable_effective_date());
  twinning.add_themes(type::v1::TOPIC_EDUCATION);
  if (random.OneIn(2)) twinning.add_themes(type::v1::TOPIC_CULTURE);
  auto* text = twinning.add_descriptions();
  text->set_language_code("en");
  text->set_text(
      absl::StrCat("School exchanges every year since ", year + 2,
                   ", visits of the music schools, a market of the other town's produce."));
  return twinning;
}

}  // namespace jumelage::benchmarks
