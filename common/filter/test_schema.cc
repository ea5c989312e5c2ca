#include "common/filter/test_schema.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/filter/filter.h"
#include "common/values/sphere.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"

namespace jumelage::testing {
namespace {

constexpr char kDdl[] = R"sql(
  CREATE TABLE cities(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_key TEXT NOT NULL,
    country TEXT NOT NULL, state INTEGER NOT NULL, population INTEGER NOT NULL,
    established TEXT NOT NULL, create_us INTEGER NOT NULL, deleted INTEGER NOT NULL,
    place_x REAL NOT NULL, place_y REAL NOT NULL, place_z REAL NOT NULL) STRICT;
  CREATE TABLE aliases(key TEXT NOT NULL, owner INTEGER NOT NULL) STRICT;
  CREATE TABLE partners(target TEXT NOT NULL, owner INTEGER NOT NULL) STRICT;
  CREATE TABLE external_ids(scheme TEXT NOT NULL, value TEXT NOT NULL, owner INTEGER NOT NULL)
    STRICT;
  CREATE TABLE phases(first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, active INTEGER NOT NULL,
    owner INTEGER NOT NULL) STRICT;
  CREATE INDEX cities_by_country ON cities(country, name);
  CREATE INDEX cities_by_established ON cities(established, name);
)sql";

void Require(const absl::Status& status) {
  if (!status.ok()) std::abort();
}

}  // namespace

const FilterSchema& TestFilterSchema() {
  static const auto* const schema = new FilterSchema(
      {
          FilterField::ResourceName("name", "cities", "name"),
          FilterField::Name("display_name", "display_key"),
          FilterField::Name("aliases", "key").In("SELECT owner FROM aliases WHERE "),
          FilterField::Text("country", "country"),
          FilterField::Enum("state", FilterState_descriptor(), "state"),
          FilterField::ResourceName("partner", "cities", "target")
              .In("SELECT owner FROM partners WHERE "),
          FilterField::Integer("population", "population"),
          FilterField::Date("established", "established"),
          FilterField::Time("create_time", "create_us"),
          FilterField::Bool("deleted", "deleted"),
          FilterField::TextMap("external_ids", "SELECT owner FROM external_ids WHERE ", "scheme",
                               "value"),
          FilterField::Presence("location", "(place_z <= 1)"),
          FilterField::Distance("distance", "cities", "place_"),
          FilterField::DayTest("active_on",
                               "SELECT 1 FROM phases p WHERE p.owner = cities.id AND first_day <= "
                               "? AND last_day >= ? AND ",
                               "active"),
      },
      "aliases");
  return *schema;
}

FilterTable::FilterTable() {
  auto db = sqlite::Database::Open(dir_.File("filter.db"), {});
  Require(db.status());
  db_ = *std::move(db);
  Require(db_->Exec(kDdl));
}

void FilterTable::Run(absl::string_view sql, const std::vector<sqlite::Value>& values) {
  Require(db_->Run(sql, values));
}

void FilterTable::Insert(const FilterRow& row) {
  const int64_t id = ++rows_;
  const SpherePoint place =
      row.location ? ToSphere(row.location->first, row.location->second) : SpherePoint{0, 0, 9};
  Run("INSERT INTO cities VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, absl::StrCat("cities/", row.id), NameKey(row.display_name), row.country,
       static_cast<int64_t>(row.state), row.population,
       row.established ? SortKey(*row.established) : std::string(kAbsentDateSortKey),
       absl::ToUnixMicros(row.create_time), static_cast<int64_t>(row.deleted), place.x, place.y,
       place.z});
  for (const std::string& alias : row.aliases) {
    Run("INSERT INTO aliases VALUES(?, ?)", {NameKey(alias), id});
  }
  for (const std::string& partner : row.partners) {
    Run("INSERT INTO partners VALUES(?, ?)", {partner, id});
  }
  for (const auto& [scheme, value] : row.external_ids) {
    Run("INSERT INTO external_ids VALUES(?, ?, ?)", {scheme, value, id});
  }
  for (const FilterRow::Phase& phase : row.phases) {
    Run("INSERT INTO phases VALUES(?, ?, ?, ?)",
        {phase.first_day, phase.last_day, static_cast<int64_t>(phase.active), id});
  }
}

absl::StatusOr<std::string> FilterTable::Select(absl::string_view filter) {
  JUMELAGE_ASSIGN_OR_RETURN(const Condition condition, FilterCondition(filter, TestFilterSchema()));
  const std::string sql =
      absl::StrCat("SELECT substr(name, 8) FROM cities WHERE ", condition.sql, " ORDER BY id");
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db_->Prepare(sql));
  select.BindAll(condition.values);
  std::string ids;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return ids;
    absl::StrAppend(&ids, ids.empty() ? "" : " ", select.ColumnText(0));
  }
}

}  // namespace jumelage::testing
