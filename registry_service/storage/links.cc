#include "registry_service/storage/links.h"

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "registry_service/storage/redirects.h"
#include "registry_service/storage/tables.h"

namespace jumelage {
namespace {

using registry::v1::Twinning;

// Returns the twinnings of a city whose rows have the state `state`, in the order of their names.
// `state` is the number of a RowState, as SQL text.
absl::StatusOr<std::vector<Twinning>> TwinningsIn(sqlite::Database& db, absl::string_view state,
                                                  absl::string_view city) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare(absl::StrCat("SELECT data FROM twinnings WHERE deleted = ", state,
                              " AND id IN (SELECT owner FROM twinning_references WHERE path = "
                              "'sides.city' AND target IN ",
                              SqlNamesOf("?"), ") ORDER BY name")));
  select.BindText(1, city);
  std::vector<Twinning> twinnings;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return twinnings;
    const absl::string_view data = select.ColumnBlob(0);
    if (!twinnings.emplace_back().ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError("the view holds an unreadable twinning");
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<Twinning>> TwinningsOf(sqlite::Database& db, absl::string_view city) {
  return TwinningsIn(db, "0", city);
}

absl::StatusOr<std::vector<Twinning>> MergedTwinningsOf(sqlite::Database& db,
                                                        absl::string_view city) {
  return TwinningsIn(db, "2", city);
}

absl::StatusOr<std::optional<std::string>> LiveTwinningOfSamePair(sqlite::Database& db,
                                                                  const Twinning& twinning) {
  if (LivePairKey(twinning).empty()) return std::nullopt;
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> first,
                            NamesOf(db, twinning.sides(0).city()));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> second,
                            NamesOf(db, twinning.sides(1).city()));
  Twinning other;
  other.set_kind(twinning.kind());
  other.add_sides();
  other.add_sides();
  for (const std::string& one : first) {
    for (const std::string& two : second) {
      other.mutable_sides(0)->set_city(one);
      other.mutable_sides(1)->set_city(two);
      JUMELAGE_ASSIGN_OR_RETURN(
          sqlite::Statement select,
          db.Prepare(
              "SELECT name FROM twinnings WHERE live_pair = ? AND deleted = 0 AND name <> ?"));
      const std::string key = LivePairKey(other);
      select.BindText(1, key).BindText(2, twinning.name());
      JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
      if (found) return std::string(select.ColumnText(0));
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<Twinning>> TwinningOfPair(sqlite::Database& db, Twinning::Kind kind,
                                                       absl::string_view city,
                                                       absl::string_view partner) {
  static const auto* const sql = new std::string(absl::StrCat(
      "SELECT t.data FROM twinning_references a CROSS JOIN twinning_references b ON b.owner = "
      "a.owner AND b.path = 'sides.city' AND b.target IN ",
      SqlNamesOf("?2"),
      " CROSS JOIN twinnings t ON t.id = a.owner AND t.kind = ?3 AND t.deleted <> 2 "
      "WHERE a.path = 'sides.city' AND a.target IN ",
      SqlNamesOf("?1"), " ORDER BY t.deleted, t.deleted = 0 AND t.state = ?4, t.name LIMIT 1"));
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(*sql));
  select.BindText(1, city).BindText(2, partner).BindInt(3, kind).BindInt(4, Twinning::STATE_ENDED);
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
  if (!row) return std::nullopt;
  const absl::string_view data = select.ColumnBlob(0);
  Twinning twinning;
  if (!twinning.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
    return absl::DataLossError("the view holds an unreadable twinning");
  }
  return twinning;
}

absl::StatusOr<std::pair<std::string, std::string>> CitiesOf(sqlite::Database& db,
                                                             const Twinning& twinning) {
  JUMELAGE_ASSIGN_OR_RETURN(std::string first, ResolveName(db, twinning.sides(0).city()));
  JUMELAGE_ASSIGN_OR_RETURN(std::string second, ResolveName(db, twinning.sides(1).city()));
  return std::make_pair(std::move(first), std::move(second));
}

absl::StatusOr<std::string> RecordedCity(sqlite::Database& db, const Twinning& twinning,
                                         absl::string_view city) {
  for (const registry::v1::TwinningSide& side : twinning.sides()) {
    if (side.city() == city) return side.city();
  }
  JUMELAGE_ASSIGN_OR_RETURN(const std::string wanted, ResolveName(db, city));
  JUMELAGE_ASSIGN_OR_RETURN(const auto cities, CitiesOf(db, twinning));
  if (cities.first == wanted) return twinning.sides(0).city();
  if (cities.second == wanted) return twinning.sides(1).city();
  return "";
}

}  // namespace jumelage
