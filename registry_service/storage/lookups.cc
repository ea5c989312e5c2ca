#include "registry_service/storage/lookups.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/base/status_macros.h"
#include "common/base/text_folding.h"
#include "registry_service/storage/redirects.h"
#include "registry_service/storage/tables.h"

namespace jumelage {
namespace {

using registry::v1::City;

// The tables of external ids, by collection.
constexpr std::pair<absl::string_view, absl::string_view> kExternalIdQueries[] = {
    {"agreements",
     "SELECT r.name FROM agreement_external_ids e JOIN agreements r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
    {"cities",
     "SELECT r.name FROM city_external_ids e JOIN cities r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
    {"organizations",
     "SELECT r.name FROM organization_external_ids e JOIN organizations r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
    {"twinnings",
     "SELECT r.name FROM twinning_external_ids e JOIN twinnings r ON r.id = e.owner "
     "WHERE e.scheme = ? AND e.value = ? AND r.name <> ?"},
};

// Whether a resource may be referred to, by collection.
constexpr std::pair<absl::string_view, absl::string_view> kLiveQueries[] = {
    {"agreements/", "SELECT 1 FROM agreements WHERE name = ? AND deleted <> 1"},
    {"cities/", "SELECT 1 FROM cities WHERE name = ? AND deleted <> 1"},
    {"organizations/", "SELECT 1 FROM organizations WHERE name = ? AND deleted <> 1"},
    {"twinnings/", "SELECT 1 FROM twinnings WHERE name = ? AND deleted <> 1"},
};

constexpr absl::string_view kReferrers = R"sql(
  SELECT r.name FROM agreement_references e JOIN agreements r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  UNION SELECT r.name FROM city_references e JOIN cities r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  UNION SELECT r.name FROM organization_references e JOIN organizations r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  UNION SELECT r.name FROM twinning_references e JOIN twinnings r ON r.id = e.owner
  WHERE e.target = ?1 AND (?3 OR r.deleted <> 1) AND r.name <> ?1
  ORDER BY 1 LIMIT ?2)sql";

// Folded text is made of letters, digits and spaces; this byte is beyond them all.
std::string PrefixEnd(absl::string_view prefix) { return absl::StrCat(prefix, "\x7f"); }

absl::StatusOr<std::optional<std::string>> FirstText(sqlite::Statement select) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return std::string(select.ColumnText(0));
}

std::map<std::string, int> CountWords(const std::vector<std::string>& words) {
  std::map<std::string, int> counts;
  for (const std::string& word : words) ++counts[word];
  return counts;
}

// The words of a query: each stands for another word of a name; the last may be only begun.
struct QueryWords {
  // `query` is folded and not empty.
  explicit QueryWords(absl::string_view query) {
    std::vector<std::string> words = FoldedWords(query);
    begun = std::move(words.back());
    words.pop_back();
    whole = CountWords(words);
  }

  std::string Longest() const {
    return std::max_element(
               whole.begin(), whole.end(),
               [](const auto& a, const auto& b) { return a.first.size() < b.first.size(); })
        ->first;
  }
  // How many of the whole words begin like the last one.
  int WholeThatBegin() const {
    int count = 0;
    for (const auto& [word, times] : whole) {
      if (absl::StartsWith(word, begun)) count += times;
    }
    return count;
  }

  // How often each word but the last comes.
  std::map<std::string, int> whole;
  std::string begun;
};

// The candidates, each with its rank: 0 for a whole name, 1 for its beginning, 2 for words within
// it, of which the last may be only begun.
struct SearchSql {
  std::string sql;
  std::vector<sqlite::Value> values;
};

// That a word stands in the folded name `key` at least $1 times. $0 is the word with a space before
// it, and one after it unless it may be only begun; doubled spaces give each word its own.
constexpr char kHasWord[] =
    " AND length(' ' || replace(key, ' ', '  ') || ' ') - "
    "length(replace(' ' || replace(key, ' ', '  ') || ' ', $0, '')) >= length($0) * $1";

// What leads to another city because it was merged is found as that one.
constexpr char kLedByMerges[] =
    ", way(name, at) AS (SELECT name, target FROM redirects UNION ALL SELECT w.name, r.target "
    "FROM way w JOIN redirects r ON r.name = w.at), led(owner, rank) AS (SELECT owner, rank FROM "
    "found UNION ALL SELECT s.id, f.rank FROM found f JOIN cities m ON m.id = f.owner JOIN way w "
    "ON w.name = m.name JOIN cities s ON s.name = w.at WHERE m.deleted = 2)";

SearchSql BuildSearch(const CitySearch& search, bool redirects) {
  SearchSql out;
  const auto bind = [&](sqlite::Value value) {
    out.values.push_back(std::move(value));
    return absl::StrCat("?", out.values.size());
  };
  const std::string query = bind(search.query);
  const std::string query_end = bind(PrefixEnd(search.query));
  const QueryWords wanted(search.query);
  // The index finds names by one of the words, the rest is looked for within them.
  std::string words = "SELECT DISTINCT owner FROM city_words WHERE ";
  if (wanted.whole.empty()) {
    absl::StrAppend(&words, "word >= ", bind(wanted.begun), " AND word < ",
                    bind(PrefixEnd(wanted.begun)));
  } else {
    absl::StrAppend(&words, "word = ", bind(wanted.Longest()));
  }
  for (const auto& [word, count] : wanted.whole) {
    absl::SubstituteAndAppend(&words, kHasWord, bind(absl::StrCat(" ", word, " ")), count);
  }
  absl::SubstituteAndAppend(&words, kHasWord, bind(absl::StrCat(" ", wanted.begun)),
                            1 + wanted.WholeThatBegin());
  out.sql = absl::StrCat(
      "WITH RECURSIVE found(owner, rank) AS (SELECT owner, 0 FROM city_names WHERE key = ", query,
      " UNION ALL SELECT owner, 1 FROM city_names WHERE key > ", query, " AND key < ", query_end,
      " UNION ALL SELECT owner, 2 FROM (", words, "))", redirects ? kLedByMerges : "",
      ", best(owner, rank) AS (SELECT owner, min(rank) FROM ", redirects ? "led" : "found",
      " GROUP BY owner) ",
      "SELECT c.data, b.rank, c.display_key, c.name FROM best b JOIN cities c ON c.id = b.owner "
      "WHERE c.deleted = 0");
  if (!search.country.empty()) absl::StrAppend(&out.sql, " AND c.country = ", bind(search.country));
  if (search.after.size() == 3) {
    absl::StrAppend(&out.sql, " AND (b.rank, c.display_key, c.name) > (", bind(search.after[0]),
                    ", ", bind(search.after[1]), ", ", bind(search.after[2]), ")");
  }
  absl::StrAppend(&out.sql, " ORDER BY b.rank, c.display_key, c.name LIMIT ",
                  bind(static_cast<int64_t>(search.limit) + 1));
  return out;
}

// 0, 1 or 2 as in BuildSearch; 3 when `form` does not match.
int RankOf(absl::string_view form, absl::string_view query) {
  if (form == query) return 0;
  if (absl::StartsWith(form, query)) return 1;
  std::map<std::string, int> words = CountWords(FoldedWords(form));
  const QueryWords wanted(query);
  for (const auto& [word, count] : wanted.whole) {
    const auto found = words.find(word);
    if (found == words.end() || found->second < count) return 3;
    found->second -= count;
  }
  const bool begun = std::any_of(words.begin(), words.end(), [&](const auto& left) {
    return left.second > 0 && absl::StartsWith(left.first, wanted.begun);
  });
  return begun ? 2 : 3;
}

}  // namespace

absl::StatusOr<bool> IsLive(sqlite::Database& db, absl::string_view name) {
  for (const auto& [collection, sql] : kLiveQueries) {
    if (!absl::StartsWith(name, collection)) continue;
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
    select.BindText(1, name);
    return select.Step();
  }
  return false;
}

absl::StatusOr<std::vector<std::string>> ReferrersOf(sqlite::Database& db, absl::string_view name,
                                                     Referrers which, int limit) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(kReferrers));
  select.BindText(1, name).BindInt(2, limit);
  select.BindInt(3, which == Referrers::kAll ? 1 : 0);
  std::vector<std::string> referrers;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return referrers;
    referrers.emplace_back(select.ColumnText(0));
  }
}

absl::StatusOr<std::optional<std::string>> HolderOfExternalId(sqlite::Database& db,
                                                              absl::string_view collection,
                                                              const type::v1::ExternalId& id,
                                                              absl::string_view but) {
  for (const auto& [of, sql] : kExternalIdQueries) {
    if (of != collection) continue;
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
    select.BindText(1, id.scheme()).BindText(2, id.value()).BindText(3, but);
    return FirstText(std::move(select));
  }
  return absl::InternalError(absl::StrCat("no external ids are kept of ", collection));
}

absl::StatusOr<CitySearchPage> SearchCities(sqlite::Database& db, const CitySearch& search) {
  JUMELAGE_ASSIGN_OR_RETURN(const bool redirects, HasRedirects(db));
  const SearchSql sql = BuildSearch(search, redirects);
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql.sql));
  select.BindAll(sql.values);
  CitySearchPage page;
  std::vector<sqlite::Value> last;
  int64_t bytes = 0;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return page;
    if (static_cast<int>(page.cities.size()) == search.limit || bytes >= search.max_bytes) break;
    const absl::string_view data = select.ColumnBlob(0);
    if (!page.cities.emplace_back().ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError("the view holds an unreadable city");
    }
    bytes += static_cast<int64_t>(data.size());
    last = {select.Column(1), select.Column(2), select.Column(3)};
  }
  page.next = std::move(last);
  return page;
}

std::string MatchedName(const City& city, absl::string_view query) {
  std::string best;
  int best_rank = 3;
  const auto look = [&](const std::string& name) {
    for (const std::string& form : FoldedForms(name)) {
      const int rank = RankOf(form, query);
      if (rank < best_rank) {
        best_rank = rank;
        best = name;
      }
    }
  };
  look(city.display_name());
  for (const registry::v1::CityName& name : city.names()) look(name.text());
  return best;
}

}  // namespace jumelage
