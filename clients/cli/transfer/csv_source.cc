#include "clients/cli/transfer/csv_source.h"

#include <algorithm>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

// Returns the columns that `header` names. Returns a usage error if it names an unknown column, or
// a column twice.
template <typename R>
absl::StatusOr<std::vector<const CsvColumn<R>*>> SelectColumns(
    absl::Span<const CsvColumn<R>> columns, const std::vector<std::string>& header) {
  std::vector<const CsvColumn<R>*> selected;
  for (const std::string& name : header) {
    const auto column = std::find_if(columns.begin(), columns.end(),
                                     [&](const CsvColumn<R>& c) { return c.name == name; });
    if (column == columns.end()) {
      return UsageError(absl::StrCat("there is no column '", name, "' in this table"));
    }
    if (std::find(selected.begin(), selected.end(), &*column) != selected.end()) {
      return UsageError(absl::StrCat("the column '", name, "' occurs twice"));
    }
    selected.push_back(&*column);
  }
  return selected;
}

template <typename R>
bool Has(absl::Span<const CsvColumn<R>> columns, const std::string& name) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const CsvColumn<R>& column) { return column.name == name; });
}

// Returns whether the header has a column of `own` that `other` lacks.
template <typename R, typename Other>
bool Tells(absl::Span<const CsvColumn<R>> own, absl::Span<const CsvColumn<Other>> other,
           const std::vector<std::string>& header) {
  return std::any_of(header.begin(), header.end(),
                     [&](const std::string& name) { return Has(own, name) && !Has(other, name); });
}

}  // namespace

absl::StatusOr<std::unique_ptr<CsvSource>> CsvSource::Open(const std::string& path) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): see .clang-tidy
  auto source = absl::WrapUnique(new CsvSource(path));
  source->file_.open(path, std::ios::binary | std::ios::ate);
  if (!source->file_) return UsageError(absl::StrCat("can't read ", path));
  source->size_ = source->file_.tellg();
  source->file_.seekg(0);
  source->reader_ = std::make_unique<CsvReader>(&source->file_);
  const absl::Status header = source->ReadHeader();
  if (!header.ok()) return UsageError(absl::StrCat(path, ":1: ", header.message()));
  return source;
}

absl::Status CsvSource::ReadHeader() {
  std::vector<std::string> header;
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, reader_->Next(&header));
  if (row && Tells(CityColumns(), TwinningColumns(), header)) {
    JUMELAGE_ASSIGN_OR_RETURN(city_columns_, SelectColumns(CityColumns(), header));
  } else if (row && Tells(TwinningColumns(), CityColumns(), header)) {
    JUMELAGE_ASSIGN_OR_RETURN(twinning_columns_, SelectColumns(TwinningColumns(), header));
  } else {
    return UsageError(
        "the header has no column that only tables of cities have, such as display_name, and none "
        "that only tables of twinnings have, such as city_a");
  }
  return absl::OkStatus();
}

template <typename R>
absl::Status CsvSource::ReadRow(const std::vector<const CsvColumn<R>*>& columns,
                                const std::vector<std::string>& cells, R* resource) const {
  if (cells.size() != columns.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the row has ", cells.size(), " cells, the header ", columns.size()));
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    const absl::Status set = columns[i]->set(cells[i], resource);
    if (!set.ok())
      return absl::InvalidArgumentError(absl::StrCat(columns[i]->name, " ", set.message()));
  }
  return CompleteRow(resource);
}

bool CsvSource::Next(SourceRecord* next) {
  std::vector<std::string> cells;
  const absl::StatusOr<bool> row = reader_->Next(&cells);
  if (row.ok() && !*row) return false;
  *next = SourceRecord();
  next->place = absl::StrCat(path_, ":", reader_->line());
  if (!row.ok()) {
    next->unreadable = row.status();
  } else if (!city_columns_.empty()) {
    next->unreadable = ReadRow(city_columns_, cells, next->record.mutable_city());
  } else {
    next->unreadable = ReadRow(twinning_columns_, cells, next->record.mutable_twinning());
  }
  return true;
}

double CsvSource::Fraction() const {
  return size_ == 0 ? 1 : static_cast<double>(reader_->bytes()) / static_cast<double>(size_);
}

}  // namespace jumelage::cli
