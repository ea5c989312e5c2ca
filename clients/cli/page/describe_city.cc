#include "clients/cli/page/describe_city.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/labels.h"

namespace jumelage::cli {
namespace {

using registry::v1::Area;
using registry::v1::City;
using registry::v1::CityName;
using registry::v1::CityPart;
using registry::v1::Distance;
using registry::v1::Distinction;
using registry::v1::Office;
using registry::v1::OfficeHolder;
using type::v1::QualifiedCount;

std::string Status(const City& city, Language language) {
  const std::string kind = Label(city.kind(), language);
  const std::string level = Label(city.level(), language);
  if (kind.empty() || level.empty() || kind == level) return kind.empty() ? level : kind;
  return absl::StrCat(kind, " (", level, ")");
}

std::string CountryAndRegion(const City& city, Language language) {
  std::string country = CountryName(city.country(), language);
  if (city.region().empty()) return country;
  return absl::StrCat(country, " (", city.region(), ")");
}

std::vector<Line> AreaLines(const City& city, bool capital, const Context& context) {
  std::vector<Line> lines;
  for (const Area& area : city.areas()) {
    if (area.capital() != capital) continue;
    Line line = PlainLine(context.directory.NameOf(area.place(), context.language));
    const std::string level = Label(area.level(), context.language);
    if (!level.empty()) line.push_back(Plain(absl::StrCat(" (", level, ")")));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<Line> PopulationLines(const City& city, Language language) {
  std::vector<Line> lines;
  for (const QualifiedCount& population : city.populations()) {
    const absl::string_view noun = NounFor(population.value(), Say(Phrase::kInhabitant, language),
                                           Say(Phrase::kInhabitants, language), language);
    std::string text = absl::StrCat(FormatCount(population, language), " ", noun);
    const std::string day = FormatDate(population.as_of(), language);
    if (!day.empty()) absl::StrAppend(&text, " (", day, ")");
    lines.push_back(PlainLine(text));
  }
  return lines;
}

std::string DistanceText(const Distance& distance, const Context& context) {
  const Language language = context.language;
  const std::string place = context.directory.NameOf(distance.place(), language);
  const std::string direction = DirectionLabel(distance.direction(), language);
  std::string text;
  if (distance.distance_km() > 0) {
    text = absl::StrCat(FormatDecimal(distance.distance_km(), language), "\u00a0km");
  }
  if (!direction.empty()) {
    return absl::StrCat(text, text.empty() ? "" : " ", direction, " ", OfPlace(place, language));
  }
  if (text.empty()) text = std::string(Say(Phrase::kNear, language));
  if (language == Language::kFrench) return absl::StrCat(text, " ", OfPlace(place, language));
  return absl::StrCat(text, distance.distance_km() > 0 ? " from " : " ", place);
}

std::vector<Line> DistanceLines(const City& city, const Context& context) {
  std::vector<Line> lines;
  for (const Distance& distance : city.distances()) {
    lines.push_back(PlainLine(DistanceText(distance, context)));
  }
  return lines;
}

std::vector<Line> PartLines(const City& city, const Context& context) {
  std::vector<Line> lines;
  for (const CityPart& part : city.parts()) {
    const std::string level = Label(part.level(), context.language);
    Line line;
    if (part.has_place()) {
      line = PlainLine(context.directory.NameOf(part.place(), context.language));
      if (!level.empty()) line.push_back(Plain(absl::StrCat(" (", level, ")")));
    } else {
      line = PlainLine(CountedLevel(part.level(), part.part_count(), context.language));
    }
    AppendPart(" – ", TextLine(part.notes(), context.language), &line);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<Line> DistinctionLines(const City& city, const Context& context) {
  std::vector<Line> lines;
  for (const Distinction& distinction : city.distinctions()) {
    Line line = TextLine(distinction.titles(), context.language);
    const std::string by =
        distinction.has_organization()
            ? context.directory.NameOf(distinction.organization(), context.language)
            : distinction.organization_display_name();
    if (!by.empty()) line.push_back(Plain(absl::StrCat(" (", by, ")")));
    AppendPart(", ", DateLine(distinction.award_date(), context.language), &line);
    lines.push_back(std::move(line));
  }
  return lines;
}

Line HolderLine(const OfficeHolder& holder, Language language) {
  Line line;
  const std::string person = FormatPerson(holder.person(), language);
  if (!person.empty()) line.push_back(Strong(person));
  if (holder.ordinal() > 0) {
    AppendPart(", ",
               PlainLine(absl::StrCat(FormatOrdinal(holder.ordinal(), language), " ",
                                      Say(Phrase::kFirstHolder, language))),
               &line);
  }
  const std::string period = FormatPeriod(holder.term_start(), holder.term_end(), language);
  if (!period.empty()) {
    AppendPart(", ", PlainLine(Labelled(Say(Phrase::kInOffice, language), period, language)),
               &line);
  }
  AppendPart(" – ", TextLine(holder.notes(), language), &line);
  return line;
}

void AddOffices(const City& city, Language language, FactList* facts) {
  for (const Office& office : city.offices()) {
    std::vector<Line> lines;
    for (const OfficeHolder& holder : office.holders()) {
      Line line = HolderLine(holder, language);
      if (!line.empty()) lines.push_back(std::move(line));
    }
    if (office.yearly()) lines.push_back(PlainLine(std::string(Say(Phrase::kYearly, language))));
    if (office.ceremonial()) {
      lines.push_back(PlainLine(std::string(Say(Phrase::kCeremonial, language))));
    }
    facts->Add(TextIn(office.titles(), language), std::move(lines));
  }
}

// Returns every name of the city except the one in the title, each followed by its language, its
// kind or both. The display name comes first, without either.
Line OtherNames(const City& city, Language language) {
  const std::string title = CityNameIn(city, language);
  Line line;
  if (city.display_name() != title) line = PlainLine(city.display_name());
  for (const CityName& name : city.names()) {
    if (name.text() == title || name.text() == city.display_name()) continue;
    Span text = Plain(name.text());
    text.language = name.language_code();
    const bool usual =
        name.kind() == CityName::KIND_OFFICIAL || name.kind() == CityName::KIND_EXONYM;
    std::string sort = usual ? name.language_code() : Label(name.kind(), language);
    if (!usual && !sort.empty() && !name.language_code().empty() &&
        !IsOfLanguage(name.language_code(), language)) {
      absl::StrAppend(&sort, ", ", name.language_code());
    }
    Line part = {std::move(text)};
    if (!sort.empty()) part.push_back(Plain(absl::StrCat(" (", sort, ")")));
    AppendPart(", ", std::move(part), &line);
  }
  return line;
}

}  // namespace

std::string CityTitle(const City& city, Language language) {
  const std::string name = CityNameIn(city, language);
  const std::string country = CountryName(city.country(), language);
  return country.empty() ? name : absl::StrCat(name, " (", country, ")");
}

void AddCityFacts(const City& city, const Context& context, FactList* facts) {
  const Language language = context.language;
  facts->Add(Phrase::kKindOfPlace, Status(city, language));
  facts->Add(Phrase::kCountry, CountryAndRegion(city, language));
  if (!city.parent().empty()) {
    facts->Add(Phrase::kPartOf, context.directory.NameOf(city.parent(), language));
  }
  facts->Add(Phrase::kLiesIn, AreaLines(city, /*capital=*/false, context));
  facts->Add(Phrase::kCapitalOf, AreaLines(city, /*capital=*/true, context));
  facts->Add(Phrase::kPopulation, PopulationLines(city, language));
  facts->Add(Phrase::kDistances, DistanceLines(city, context));
  facts->Add(Phrase::kParts, PartLines(city, context));
  facts->Add(Phrase::kDistinctions, DistinctionLines(city, context));
  AddOffices(city, language, facts);
  facts->Add(Phrase::kWebsite, LinkLines(city.websites(), language));
  Line names = OtherNames(city, language);
  if (!names.empty()) facts->Add(Phrase::kOtherNames, std::vector<Line>{std::move(names)});
}

void AppendCityTexts(const City& city, const Context& context, std::vector<Block>* blocks) {
  AppendText(city.descriptions(), context.language, blocks);
  AppendFacts(city.facts(), context.language, blocks);
}

}  // namespace jumelage::cli
