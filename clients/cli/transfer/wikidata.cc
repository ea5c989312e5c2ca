#include "clients/cli/transfer/wikidata.h"

#include <algorithm>
#include <fstream>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/dates.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

constexpr char kWikidata[] = "wikidata";
// The beginning of the address of a Wikidata item, and the property for twin towns.
constexpr char kItemUri[] = "https://www.wikidata.org/wiki/";
constexpr char kTwinProperty[] = "P190";

// Returns the last part of a path.
std::string FileName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

absl::StatusOr<std::vector<WikidataSource::Row>> WikidataSource::ReadTable(
    const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return UsageError(absl::StrCat("can't read ", path));
  std::vector<Row> rows;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::vector<std::string> cells =
        absl::StrSplit(absl::StripSuffix(line, "\r"), absl::MaxSplits('\t', 1));
    Row row;
    row.place = absl::StrCat(FileName(path), ":", number);
    row.readable = cells.size() == 2 && !cells[0].empty() && !cells[1].empty();
    if (row.readable) {
      row.first = cells[0];
      row.second = cells[1];
    }
    rows.push_back(std::move(row));
  }
  if (file.bad()) return UsageError(absl::StrCat("can't read ", path));
  return rows;
}

absl::StatusOr<WikidataSource> WikidataSource::Open(const Options& options) {
  WikidataSource source;
  source.scheme_ = options.scheme;
  if (options.scheme == kWikidata) {
    source.evidence_.set_title(
        absl::StrCat("Wikidata, ", kTwinProperty, " (twinned administrative body)"));
    source.evidence_.set_publisher("Wikidata");
  } else {
    source.evidence_.set_title(absl::StrCat("Twin towns of ", options.scheme));
  }
  if (!options.as_of.empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(*source.evidence_.mutable_published_date(),
                              ParseUncertainDate(options.as_of, "as-of"));
  }
  JUMELAGE_ASSIGN_OR_RETURN(source.cities_, ReadTable(options.names));
  JUMELAGE_ASSIGN_OR_RETURN(source.statements_, ReadTable(options.relations));
  std::stable_sort(source.statements_.begin(), source.statements_.end(),
                   [](const Row& a, const Row& b) {
                     return std::minmax(a.first, a.second) < std::minmax(b.first, b.second);
                   });
  return source;
}

double WikidataSource::Fraction() const {
  const size_t all = cities_.size() + statements_.size();
  return all == 0 ? 1 : static_cast<double>(next_) / static_cast<double>(all);
}

bool WikidataSource::Next(SourceRecord* next) {
  const size_t index = next_;
  if (index >= cities_.size() + statements_.size()) return false;
  ++next_;
  *next = SourceRecord();
  const bool city = index < cities_.size();
  const Row& row = city ? cities_[index] : statements_[index - cities_.size()];
  next->place = row.place;
  if (!row.readable) {
    next->unreadable =
        absl::InvalidArgumentError("the line is not two texts with a tab between them");
  } else if (city) {
    FillCity(row, next);
  } else {
    FillStatement(row, next);
  }
  return true;
}

void WikidataSource::FillCity(const Row& row, SourceRecord* next) const {
  registry::v1::City& city = *next->record.mutable_city();
  city.set_display_name(row.second);
  type::v1::ExternalId& id = *city.add_external_ids();
  id.set_scheme(scheme_);
  id.set_value(row.first);
}

void WikidataSource::FillStatement(const Row& row, SourceRecord* next) const {
  registry::v1::Statement& statement = *next->record.mutable_statement();
  statement.mutable_subject()->set_scheme(scheme_);
  statement.mutable_subject()->set_value(row.first);
  statement.mutable_object()->set_scheme(scheme_);
  statement.mutable_object()->set_value(row.second);
  statement.set_kind(registry::v1::Twinning::KIND_TWINNING);
  type::v1::Source& evidence = *statement.add_evidence();
  evidence = evidence_;
  if (scheme_ == kWikidata) {
    evidence.set_uri(absl::StrCat(kItemUri, row.first, "#", kTwinProperty));
  }
}

}  // namespace jumelage::cli
