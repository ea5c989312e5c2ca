#include "registry_service/storage/compared_cities.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/city.pb.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::City;

// Combines the rows of several tables into ComparedCities.
class Loader {
 public:
  explicit Loader(sqlite::Database* db) : db_(*db) {}

  absl::Status Load(const std::string& country, int limit) {
    JUMELAGE_ASSIGN_OR_RETURN(ends_, RedirectEnds(db_));
    JUMELAGE_RETURN_IF_ERROR(LoadCities(country, limit));
    JUMELAGE_RETURN_IF_ERROR(LoadMergedNames());
    JUMELAGE_RETURN_IF_ERROR(LoadLinks());
    for (size_t i = 0; i < parents_.size(); ++i) {
      const auto parent = indices_.find(EndOf(parents_[i]));
      if (parent != indices_.end()) compared_.cities[i].parent = parent->second;
    }
    return absl::OkStatus();
  }

  ComparedCities Take() && { return std::move(compared_); }

 private:
  absl::Status LoadCities(const std::string& country, int limit) {
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db_.Prepare(country.empty() ? "SELECT data FROM cities WHERE deleted = 0 AND ?1 = '' "
                                      "ORDER BY name LIMIT ?2"
                                    : "SELECT data FROM cities WHERE deleted = 0 AND "
                                      "country = ?1 ORDER BY name LIMIT ?2"));
    select.BindText(1, country).BindInt(2, limit);
    for (;;) {
      JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
      if (!row) return absl::OkStatus();
      JUMELAGE_ASSIGN_OR_RETURN(const City city, CityIn(select));
      const int index = static_cast<int>(compared_.cities.size());
      indices_.emplace(city.name(), index);
      ComparedCity& compared = compared_.cities.emplace_back();
      compared.name = city.name();
      compared.country = city.country();
      compared.display_name = city.display_name();
      AddNames(city, &compared);
      if (city.has_location()) {
        compared.location.emplace(city.location().latitude(), city.location().longitude());
      }
      parents_.push_back(city.parent());
    }
  }

  // Adds the names of each merged city to those of the city that it leads to.
  absl::Status LoadMergedNames() {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                              db_.Prepare("SELECT data FROM cities WHERE name = ?1"));
    for (const auto& [name, end] : ends_) {
      const auto index = indices_.find(end);
      if (index == indices_.end()) continue;
      JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindText(1, name).Step());
      if (row) {
        JUMELAGE_ASSIGN_OR_RETURN(const City city, CityIn(select));
        ComparedCity& compared = compared_.cities[index->second];
        compared.names.push_back(city.display_name());
        AddNames(city, &compared);
      }
      select.Reset();
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<City> CityIn(const sqlite::Statement& row) {
    City city;
    const absl::string_view data = row.ColumnBlob(0);
    if (!city.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError("the view holds an unreadable city");
    }
    return city;
  }

  static void AddNames(const City& city, ComparedCity* compared) {
    for (const registry::v1::CityName& name : city.names()) compared->names.push_back(name.text());
  }

  absl::Status LoadLinks() {
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db_.Prepare(
            "SELECT r.owner, r.target FROM twinning_references r JOIN twinnings t ON t.id = "
            "r.owner WHERE r.path = 'sides.city' AND t.deleted = 0 AND t.live_pair <> ''"));
    // Maps the id of a twinning to the index of the city on the side that was read first.
    absl::flat_hash_map<int64_t, int> sides;
    for (;;) {
      JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
      if (!row) return absl::OkStatus();
      const int city = indices_
                           .try_emplace(EndOf(std::string(select.ColumnText(1))),
                                        static_cast<int>(indices_.size()))
                           .first->second;
      const auto [other, first] = sides.try_emplace(select.ColumnInt(0), city);
      if (!first) compared_.links.emplace_back(other->second, city);
    }
  }

  std::string EndOf(const std::string& name) const {
    const auto end = ends_.find(name);
    return end == ends_.end() ? name : end->second;
  }

  sqlite::Database& db_;
  ComparedCities compared_;
  absl::flat_hash_map<std::string, std::string> ends_;
  // The index of each city. Cities that are compared come first, then partners that are not
  // compared.
  absl::flat_hash_map<std::string, int> indices_;
  std::vector<std::string> parents_;
};

}  // namespace

absl::StatusOr<int> CountComparedCities(sqlite::Database& db, const std::string& country,
                                        int limit) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare(country.empty() ? "SELECT count(*) FROM (SELECT 1 FROM cities WHERE deleted = 0 "
                                   "AND ?1 = '' LIMIT ?2)"
                                 : "SELECT count(*) FROM (SELECT 1 FROM cities WHERE deleted = 0 "
                                   "AND country = ?1 LIMIT ?2)"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindText(1, country).BindInt(2, limit).Step());
  return row ? static_cast<int>(select.ColumnInt(0)) : 0;
}

absl::StatusOr<ComparedCities> LoadComparedCities(sqlite::Database& db, const std::string& country,
                                                  int limit) {
  Loader loader(&db);
  JUMELAGE_RETURN_IF_ERROR(loader.Load(country, limit));
  return std::move(loader).Take();
}

}  // namespace jumelage
