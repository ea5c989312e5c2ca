#ifndef JUMELAGE_COMMON_FILTER_TEST_SCHEMA_H_
#define JUMELAGE_COMMON_FILTER_TEST_SCHEMA_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/filter/field.h"
#include "common/filter/test_enums.pb.h"
#include "common/sqlite/database.h"
#include "common/testing/temp_dir.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

namespace jumelage::testing {

// A resource with a field of each kind that a filter may name.
struct FilterRow {
  // A state during some days, from `first_day` to `last_day`, both included. Days are numbers
  // YYYYMMDD.
  struct Phase {
    int64_t first_day;
    int64_t last_day;
    bool active;
  };

  std::string id;
  std::string display_name;
  std::vector<std::string> aliases;
  std::string country;
  FilterState state = FILTER_STATE_UNSPECIFIED;
  std::vector<std::string> partners;
  int64_t population = -1;
  std::optional<type::v1::UncertainDate> established;
  absl::Time create_time;
  bool deleted = false;
  std::vector<std::pair<std::string, std::string>> external_ids;
  // Latitude and longitude.
  std::optional<std::pair<double, double>> location;
  std::vector<Phase> phases;
};

// Returns a schema with the fields name, display_name, aliases, country, state, partner,
// population, established, create_time, deleted, external_ids and location, and the functions
// distance() and active_on(). Values without a field are searched for in aliases.
const FilterSchema& TestFilterSchema();

// A table of FilterRows, in its own database. Aborts if its own statements fail.
class FilterTable {
 public:
  FilterTable();

  void Insert(const FilterRow& row);
  // Returns the ids of the rows that the filter selects, in the order in which they were inserted,
  // separated by blanks.
  absl::StatusOr<std::string> Select(absl::string_view filter);
  sqlite::Database& db() { return *db_; }

 private:
  void Run(absl::string_view sql, const std::vector<sqlite::Value>& values);

  TempDir dir_;
  std::unique_ptr<sqlite::Database> db_;
  int64_t rows_ = 0;
};

}  // namespace jumelage::testing

#endif  // JUMELAGE_COMMON_FILTER_TEST_SCHEMA_H_
