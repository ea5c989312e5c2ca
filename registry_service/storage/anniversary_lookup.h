#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_ANNIVERSARY_LOOKUP_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_ANNIVERSARY_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sqlite/database.h"
#include "google/protobuf/repeated_field.h"
#include "registry_service/domain/anniversaries.h"
#include "registry_service/domain/states_on_day.h"

namespace jumelage {

// Selects anniversaries of twinnings that are neither deleted nor merged.
struct AnniversarySearch {
  DayPeriod period;
  int every_years = 1;
  // The twinning must now be in one of these states.
  TwinningStates states;
  // Values of Twinning.Kind. If empty, all kinds are selected.
  google::protobuf::RepeatedField<int> kinds;
  // If empty, twinnings of all cities are selected.
  std::string city;
  // The position after which the page begins: AnniversaryPage::next of the previous page. Empty for
  // the first page.
  std::vector<sqlite::Value> after;
  int limit = 50;
};

struct FoundAnniversary {
  std::string twinning;
  DatedAnniversary anniversary;
};

struct AnniversaryPage {
  // Ordered by date (SortKey), then by the name of the twinning, then by years.
  std::vector<FoundAnniversary> anniversaries;
  // The position at which the page ends. Empty if it is the last page.
  std::vector<sqlite::Value> next;
};

// Returns one page. Reads the dates of all selected twinnings (if the search has no city, from an
// index alone). Uses memory in proportion to the size of the page, not to the number of twinnings.
// Returns the errors of the database, and DATA_LOSS if a date in the view cannot be parsed.
absl::StatusOr<AnniversaryPage> FindAnniversaries(sqlite::Database& db,
                                                  const AnniversarySearch& search);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_ANNIVERSARY_LOOKUP_H_
