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

// Which anniversaries of live twinnings are looked for.
struct AnniversarySearch {
  DayPeriod period;
  int every_years = 1;
  TwinningStates states;
  // Values of Twinning.Kind; empty: all.
  google::protobuf::RepeatedField<int> kinds;
  // Empty: of all cities.
  std::string city;
  // Where the page before ended (AnniversaryPage::next); empty for the first.
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
  // Empty when there is nothing more.
  std::vector<sqlite::Value> next;
};

// Reads the dates of all twinnings that fit, from an index, in memory that is bounded by the page.
absl::StatusOr<AnniversaryPage> FindAnniversaries(sqlite::Database& db,
                                                  const AnniversarySearch& search);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_ANNIVERSARY_LOOKUP_H_
