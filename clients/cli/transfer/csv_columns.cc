#include "clients/cli/transfer/csv_columns.h"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "common/values/date_text.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/descriptor.h"

namespace jumelage::cli {
namespace {

using google::protobuf::EnumDescriptor;
using registry::v1::City;
using registry::v1::LedgerEntry;
using registry::v1::Twinning;
using type::v1::ExternalId;
using type::v1::QualifiedCount;
using ExternalIds = google::protobuf::RepeatedPtrField<ExternalId>;

// Returns the name of an enum value without the prefix, in lower case, such as 'city_part'. Returns
// "" for 0, and the number of a value that only a newer service knows.
std::string EnumCell(const EnumDescriptor& type, absl::string_view prefix, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (number == 0) return "";
  if (value == nullptr) return absl::StrCat(number);
  return absl::AsciiStrToLower(absl::StripPrefix(value->name(), prefix));
}

// Reads what EnumCell wrote.
absl::StatusOr<int> ReadEnum(const EnumDescriptor& type, absl::string_view prefix,
                             const std::string& cell) {
  const auto* value = type.FindValueByName(absl::StrCat(prefix, absl::AsciiStrToUpper(cell)));
  if (value != nullptr) return value->number();
  int number = 0;
  if (absl::SimpleAtoi(cell, &number) && type.FindValueByNumber(number) == nullptr) return number;
  return absl::InvalidArgumentError(absl::StrCat("has no value '", cell, "'"));
}

// Returns the shortest text that can be read as exactly the same number.
std::string NumberCell(double number) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string cell = absl::StrFormat("%.*g", digits, number);
    double read = 0;
    if (absl::SimpleAtod(cell, &read) && read == number) return cell;
  }
  return absl::StrFormat("%.17g", number);
}

absl::Status ReadNumber(const std::string& cell, double* number) {
  if (absl::SimpleAtod(cell, number)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("must be a number, not '", cell, "'"));
}

constexpr std::pair<absl::string_view, QualifiedCount::Qualifier> kQualifiers[] = {
    {"exactly ", QualifiedCount::QUALIFIER_EXACT},
    {"about ", QualifiedCount::QUALIFIER_ABOUT},
    {"nearly ", QualifiedCount::QUALIFIER_NEARLY},
    {"over ", QualifiedCount::QUALIFIER_OVER},
};

std::string PopulationCell(const City& city) {
  if (city.populations().empty()) return "";
  const QualifiedCount& count = city.populations(0);
  std::string text;
  for (const auto& [word, qualifier] : kQualifiers) {
    if (count.qualifier() == qualifier) absl::StrAppend(&text, word);
  }
  return absl::StrCat(text, count.value());
}

absl::Status ReadPopulation(const std::string& cell, City* city) {
  absl::string_view text = cell;
  QualifiedCount& count = *city->add_populations();
  for (const auto& [word, qualifier] : kQualifiers) {
    if (!absl::ConsumePrefix(&text, word)) continue;
    count.set_qualifier(qualifier);
    break;
  }
  int64_t value = 0;
  if (!absl::SimpleAtoi(text, &value)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "must be a number, optionally preceded by 'exactly', 'about', 'nearly' or 'over', not '",
        cell, "'"));
  }
  count.set_value(value);
  return absl::OkStatus();
}

// Returns external ids as a cell, such as 'wikidata:Q171545; insee:90010'. Escapes semicolons and
// backslashes in a value with a backslash.
std::string ExternalIdsCell(const ExternalIds& ids) {
  std::string cell;
  for (const ExternalId& id : ids) {
    absl::StrAppend(&cell, cell.empty() ? "" : "; ", id.scheme(), ":");
    for (const char c : id.value()) {
      if (c == ';' || c == '\\') cell.push_back('\\');
      cell.push_back(c);
    }
  }
  return cell;
}

absl::Status AddExternalId(absl::string_view text, ExternalIds* ids) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(absl::StripLeadingAsciiWhitespace(text), absl::MaxSplits(':', 1));
  if (parts.first.empty() || parts.second.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("must have the form 'scheme:value; scheme:value', not '", text, "'"));
  }
  ExternalId& id = *ids->Add();
  id.set_scheme(std::string(parts.first));
  id.set_value(std::string(parts.second));
  return absl::OkStatus();
}

absl::Status ReadExternalIds(const std::string& cell, ExternalIds* ids) {
  std::string text;
  for (size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == ';') {
      JUMELAGE_RETURN_IF_ERROR(AddExternalId(text, ids));
      text.clear();
      continue;
    }
    if (cell[i] == '\\' && i + 1 < cell.size()) ++i;
    text.push_back(cell[i]);
  }
  return AddExternalId(text, ids);
}

template <typename R>
std::string ExternalIdsOf(const R& resource) {
  return ExternalIdsCell(resource.external_ids());
}
template <typename R>
absl::Status SetExternalIds(const std::string& cell, R* resource) {
  return ReadExternalIds(cell, resource->mutable_external_ids());
}

// Convert a string field to a cell and back.
template <typename R, const std::string& (R::*get)() const>
std::string TextOf(const R& resource) {
  return (resource.*get)();
}
template <typename R, std::string* (R::*field)()>
absl::Status SetText(const std::string& cell, R* resource) {
  *(resource->*field)() = cell;
  return absl::OkStatus();
}

// Returns the location in the row that is being read. A coordinate that has not been set is NaN.
google::type::LatLng* PlaceOf(City* city) {
  if (!city->has_location()) {
    city->mutable_location()->set_latitude(std::nan(""));
    city->mutable_location()->set_longitude(std::nan(""));
  }
  return city->mutable_location();
}

// The cell for the state of a twinning that ended without a signature.
constexpr char kAbandoned[] = "abandoned";

// For the row that is being read, returns the ledger entry of the step that led to its state. Adds
// the entry if there is none.
LedgerEntry* LastStep(Twinning* twinning) {
  return twinning->ledger().empty() ? twinning->add_ledger() : twinning->mutable_ledger(0);
}

// Returns the step that leads to `state`: SIGN leads from PROPOSED to ACTIVE, and the other steps
// lead from ACTIVE to the other states. Returns END if no step leads to the state.
LedgerEntry::Step StepTo(Twinning::State state) {
  switch (state) {
    case Twinning::STATE_ACTIVE:
      return LedgerEntry::STEP_SIGN;
    case Twinning::STATE_DORMANT:
      return LedgerEntry::STEP_MARK_DORMANT;
    case Twinning::STATE_SUSPENDED:
      return LedgerEntry::STEP_SUSPEND;
    default:
      return LedgerEntry::STEP_END;
  }
}

// Returns the ledger entries that count: those that are not void and that no other entry
// supersedes.
std::vector<const LedgerEntry*> EffectiveSteps(const Twinning& twinning) {
  absl::flat_hash_set<std::string> superseded;
  for (const LedgerEntry& entry : twinning.ledger()) superseded.insert(entry.supersedes());
  superseded.erase("");
  std::vector<const LedgerEntry*> effective;
  for (const LedgerEntry& entry : twinning.ledger()) {
    const bool counts =
        entry.step() != LedgerEntry::STEP_VOID && !superseded.contains(entry.entry_id());
    if (counts) effective.push_back(&entry);
  }
  return effective;
}

bool IsAbandoned(const Twinning& twinning) {
  const std::vector<const LedgerEntry*> steps = EffectiveSteps(twinning);
  return steps.size() == 1 && steps[0]->step() == LedgerEntry::STEP_END;
}

std::string StateCell(const Twinning& twinning) {
  if (IsAbandoned(twinning)) return kAbandoned;
  return EnumCell(*Twinning::State_descriptor(), "STATE_", twinning.state());
}

absl::Status ReadState(const std::string& cell, Twinning* twinning) {
  if (cell == kAbandoned) {
    twinning->set_state(Twinning::STATE_ENDED);
    LastStep(twinning)->set_step(LedgerEntry::STEP_END);
    return absl::OkStatus();
  }
  JUMELAGE_ASSIGN_OR_RETURN(const int state,
                            ReadEnum(*Twinning::State_descriptor(), "STATE_", cell));
  if (!Twinning::State_IsValid(state)) {
    // The steps that lead to such a state are not known either.
    return absl::InvalidArgumentError(absl::StrCat("has no value '", cell, "'"));
  }
  twinning->set_state(static_cast<Twinning::State>(state));
  return absl::OkStatus();
}

// Returns the date of the step that led to the state. Returns "" if that step has no date, or if an
// import would refuse the steps that CompleteRow creates from the row. Also returns "" if
// CompleteRow would create other steps: the date of a reactivation would become the date of the
// signature.
std::string StateSinceCell(const Twinning& twinning) {
  const std::vector<const LedgerEntry*> steps = EffectiveSteps(twinning);
  const LedgerEntry::Step last = StepTo(twinning.state());
  const size_t expected = last == LedgerEntry::STEP_SIGN || IsAbandoned(twinning) ? 1 : 2;
  if (steps.size() != expected) return "";
  for (const LedgerEntry* step : steps) {
    if (step->step() != last || !step->has_effective_date()) continue;
    // `established` would be the date of the signature, which can't come after a later step.
    const bool out_of_order = expected == 2 && twinning.has_established() &&
                              Before(step->effective_date(), twinning.established()) == Truth::kYes;
    return out_of_order ? "" : DateText(step->effective_date());
  }
  return "";
}

absl::Status ReadSide(int side, const std::string& cell, Twinning* twinning) {
  while (twinning->sides_size() <= side) twinning->add_sides();
  twinning->mutable_sides(side)->set_city(cell);
  return absl::OkStatus();
}

std::string SideCell(int side, const Twinning& twinning) {
  return side < twinning.sides_size() ? twinning.sides(side).city() : "";
}

absl::StatusOr<type::v1::UncertainDate> ReadDate(const std::string& cell) {
  std::optional<type::v1::UncertainDate> date = ParseDateText(cell);
  if (!date) return absl::InvalidArgumentError(absl::StrCat("'", cell, "' is not a date"));
  return *std::move(date);
}

template <type::v1::UncertainDate* (Twinning::*field)()>
absl::Status SetDate(const std::string& cell, Twinning* twinning) {
  JUMELAGE_ASSIGN_OR_RETURN(*(twinning->*field)(), ReadDate(cell));
  return absl::OkStatus();
}

constexpr CsvColumn<City> kCityColumns[] = {
    {"name", "cities/ID; if empty, the external ids identify it", TextOf<City, &City::name>,
     SetText<City, &City::mutable_name>},
    {"display_name", "the usual name", TextOf<City, &City::display_name>,
     SetText<City, &City::mutable_display_name>},
    {"kind", "city, town, village, city_part, agglomeration or territory",
     [](const City& city) { return EnumCell(*City::Kind_descriptor(), "KIND_", city.kind()); },
     [](const std::string& cell, City* city) -> absl::Status {
       JUMELAGE_ASSIGN_OR_RETURN(const int kind, ReadEnum(*City::Kind_descriptor(), "KIND_", cell));
       city->set_kind(static_cast<City::Kind>(kind));
       return absl::OkStatus();
     }},
    {"level", "locality, borough, commune, district, county, department, region ...",
     [](const City& city) {
       return EnumCell(*registry::v1::AdministrativeLevel_descriptor(), "ADMINISTRATIVE_LEVEL_",
                       city.level());
     },
     [](const std::string& cell, City* city) -> absl::Status {
       JUMELAGE_ASSIGN_OR_RETURN(const int level,
                                 ReadEnum(*registry::v1::AdministrativeLevel_descriptor(),
                                          "ADMINISTRATIVE_LEVEL_", cell));
       city->set_level(static_cast<registry::v1::AdministrativeLevel>(level));
       return absl::OkStatus();
     }},
    {"country", "ISO 3166-1 alpha-2: FR", TextOf<City, &City::country>,
     SetText<City, &City::mutable_country>},
    {"region", "ISO 3166-2: FR-90", TextOf<City, &City::region>,
     SetText<City, &City::mutable_region>},
    {"latitude", "degrees",
     [](const City& city) {
       return city.has_location() ? NumberCell(city.location().latitude()) : std::string();
     },
     [](const std::string& cell, City* city) {
       double number = 0;
       absl::Status read = ReadNumber(cell, &number);
       PlaceOf(city)->set_latitude(number);
       return read;
     }},
    {"longitude", "degrees",
     [](const City& city) {
       return city.has_location() ? NumberCell(city.location().longitude()) : std::string();
     },
     [](const std::string& cell, City* city) {
       double number = 0;
       absl::Status read = ReadNumber(cell, &number);
       PlaceOf(city)->set_longitude(number);
       return read;
     }},
    {"population", "a number, optionally preceded by 'exactly', 'about', 'nearly' or 'over'",
     PopulationCell, ReadPopulation},
    {"parent", "cities/ID", TextOf<City, &City::parent>, SetText<City, &City::mutable_parent>},
    {"external_ids", "wikidata:Q171545; insee:90010", ExternalIdsOf<City>, SetExternalIds<City>},
};

constexpr CsvColumn<Twinning> kTwinningColumns[] = {
    {"name", "twinnings/ID; if empty, the external ids identify it, or else its cities and kind",
     TextOf<Twinning, &Twinning::name>, SetText<Twinning, &Twinning::mutable_name>},
    {"kind", "twinning, friendship, cooperation_agreement or decentralised_cooperation",
     [](const Twinning& twinning) {
       return EnumCell(*Twinning::Kind_descriptor(), "KIND_", twinning.kind());
     },
     [](const std::string& cell, Twinning* twinning) -> absl::Status {
       JUMELAGE_ASSIGN_OR_RETURN(const int kind,
                                 ReadEnum(*Twinning::Kind_descriptor(), "KIND_", cell));
       twinning->set_kind(static_cast<Twinning::Kind>(kind));
       return absl::OkStatus();
     }},
    {"city_a", "cities/ID", [](const Twinning& twinning) { return SideCell(0, twinning); },
     [](const std::string& cell, Twinning* twinning) { return ReadSide(0, cell, twinning); }},
    {"city_b", "cities/ID", [](const Twinning& twinning) { return SideCell(1, twinning); },
     [](const std::string& cell, Twinning* twinning) { return ReadSide(1, cell, twinning); }},
    {"established", "a date",
     [](const Twinning& twinning) {
       return twinning.has_established() ? DateText(twinning.established()) : std::string();
     },
     SetDate<&Twinning::mutable_established>},
    {"relation_since", "a date",
     [](const Twinning& twinning) {
       return twinning.has_relation_since() ? DateText(twinning.relation_since()) : std::string();
     },
     SetDate<&Twinning::mutable_relation_since>},
    {"state",
     "proposed, active, dormant, suspended, ended, or abandoned (ended without a signature)",
     StateCell, ReadState},
    {"state_since", "a date; empty if more steps led to the state than a row can hold",
     StateSinceCell,
     [](const std::string& cell, Twinning* twinning) -> absl::Status {
       JUMELAGE_ASSIGN_OR_RETURN(*LastStep(twinning)->mutable_effective_date(), ReadDate(cell));
       return absl::OkStatus();
     }},
    {"external_ids", "iati:FR-1; own:7", ExternalIdsOf<Twinning>, SetExternalIds<Twinning>},
};

template <typename R>
void Describe(absl::string_view table, absl::Span<const CsvColumn<R>> columns, std::string* text) {
  absl::StrAppend(text, "Columns of ", table,
                  ", in any order; at least one must not occur in the other table:\n");
  for (const CsvColumn<R>& column : columns) {
    absl::StrAppend(text, "  ", column.name, std::string(16 - column.name.size(), ' '),
                    column.meaning, "\n");
  }
}

}  // namespace

absl::Span<const CsvColumn<City>> CityColumns() { return kCityColumns; }
absl::Span<const CsvColumn<Twinning>> TwinningColumns() { return kTwinningColumns; }

absl::Status CompleteRow(City* city) {
  const auto& place = city->location();
  if (!std::isnan(place.latitude()) && !std::isnan(place.longitude())) return absl::OkStatus();
  return absl::InvalidArgumentError("latitude and longitude must both be given, or neither");
}

absl::Status CompleteRow(Twinning* twinning) {
  const Twinning::State state = twinning->state();
  LedgerEntry last;
  if (!twinning->ledger().empty()) {
    last = twinning->ledger(0);
    if (state == Twinning::STATE_UNSPECIFIED || state == Twinning::STATE_PROPOSED) {
      return absl::InvalidArgumentError("state_since needs a state other than proposed");
    }
  }
  twinning->clear_state();
  twinning->clear_ledger();
  if (state == Twinning::STATE_UNSPECIFIED || state == Twinning::STATE_PROPOSED) {
    return absl::OkStatus();
  }
  const bool abandoned = last.step() == LedgerEntry::STEP_END;
  if (!abandoned) {
    LedgerEntry& signature = *twinning->add_ledger();
    if (state == Twinning::STATE_ACTIVE) signature = last;
    signature.set_step(LedgerEntry::STEP_SIGN);
    if (!signature.has_effective_date() && twinning->has_established()) {
      *signature.mutable_effective_date() = twinning->established();
    }
  }
  if (state != Twinning::STATE_ACTIVE) {
    last.set_step(StepTo(state));
    *twinning->add_ledger() = std::move(last);
  }
  return absl::OkStatus();
}

std::string DescribeCsvColumns() {
  std::string text;
  Describe("cities", CityColumns(), &text);
  Describe("twinnings", TwinningColumns(), &text);
  return text;
}

}  // namespace jumelage::cli
