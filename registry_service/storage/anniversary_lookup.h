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

// Selects anniversaries of live twinnings.
struct AnniversarySearch {
  DayPeriod period;
  int every_years = 1;
  TwinningStates states;
  // Values of Twinning.Kind; empty: all.
  google::protobuf::RepeatedField<int> kinds;
  // Empty: all cities.
  std::string city;
  // Where the previous page ended (AnniversaryPage::next). Empty for the first page.
  std::vector<sqlite::Value> after;
  int limit = 50;
};

struct FoundAnniversary {
  std::string twinning;
  DatedAnniversary anniversary;
};

struct AnniversaryPage {
  // By date (SortKey), then by the twinning's name, then by years.
  std::vector<FoundAnniversary> anniversaries;
  // Empty if there are no more.
  std::vector<sqlite::Value> next;
};

// Reads the dates of all selected twinnings from an index. Memory is bounded by the page size.
absl::StatusOr<AnniversaryPage> FindAnniversaries(sqlite::Database& db,
                                                  const AnniversarySearch& search);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_ANNIVERSARY_LOOKUP_H_
