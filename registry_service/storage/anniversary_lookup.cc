#include "registry_service/storage/anniversary_lookup.h"

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/values/date_text.h"
#include "common/values/uncertain_date.h"
#include "common/view/list_query.h"
#include "registry_service/storage/conditions.h"

namespace jumelage {
namespace {

// The sort key of an anniversary: the SortKey of its date, the name of the twinning, and the years.
using Position = std::tuple<std::string, std::string, int64_t>;

std::optional<Position> ToPosition(const std::vector<sqlite::Value>& values) {
  if (values.size() != 3) return std::nullopt;
  const auto* date = std::get_if<std::string>(&values[0]);
  const auto* name = std::get_if<std::string>(&values[1]);
  const auto* years = std::get_if<int64_t>(&values[2]);
  if (date == nullptr || name == nullptr || years == nullptr) return std::nullopt;
  return Position(*date, *name, *years);
}

BoundSql BuildSql(const AnniversarySearch& search) {
  google::protobuf::RepeatedField<int> states;
  for (const auto state : search.states) states.Add(state);
  std::vector<Condition> where = {StateIn(states)};
  if (!search.kinds.empty()) where.push_back(KindIn(search.kinds));
  if (!search.city.empty()) where.push_back(HasSide(search.city));
  BoundSql bound = {"SELECT since, name FROM twinnings WHERE since > '' AND deleted = 0", {}};
  for (const Condition& condition : where) {
    absl::StrAppend(&bound.sql, " AND (", condition.sql, ")");
    bound.values.insert(bound.values.end(), condition.values.begin(), condition.values.end());
  }
  return bound;
}

}  // namespace

absl::StatusOr<AnniversaryPage> FindAnniversaries(sqlite::Database& db,
                                                  const AnniversarySearch& search) {
  const std::optional<Position> after = ToPosition(search.after);
  const BoundSql sql = BuildSql(search);
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql.sql));
  select.BindAll(sql.values);
  // The first anniversaries after the position, at most one more than fit on the page.
  std::map<Position, DatedAnniversary> first;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) break;
    const auto since = ParseDateText(select.ColumnText(0));
    if (!since) return absl::DataLossError("the view holds an unreadable date");
    for (DatedAnniversary& found : AnniversariesIn(*since, search.period, search.every_years)) {
      Position position(SortKey(found.date), select.ColumnText(1), found.years);
      if (after && position <= *after) continue;
      first.emplace(std::move(position), std::move(found));
      if (first.size() > static_cast<size_t>(search.limit) + 1) first.erase(std::prev(first.end()));
    }
  }
  AnniversaryPage page;
  for (auto& [position, found] : first) {
    if (page.anniversaries.size() == static_cast<size_t>(search.limit)) break;
    page.anniversaries.push_back({std::get<1>(position), std::move(found)});
    page.next = {std::get<0>(position), std::get<1>(position), std::get<2>(position)};
  }
  if (first.size() <= static_cast<size_t>(search.limit)) page.next.clear();
  return page;
}

}  // namespace jumelage
