#include "common/search/search.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/types/span.h"
#include "common/base/status_macros.h"
#include "common/search/misspelt_names.h"

namespace jumelage {
namespace {

// Returns a text that is greater than every folded text that begins with `prefix`. Folded text
// consists of ASCII letters, digits and spaces, and the byte 0x7f is greater than all of them.
std::string PrefixEnd(absl::string_view prefix) { return absl::StrCat(prefix, "\x7f"); }

// The condition that the folded name `key` contains a word at least $1 times. $0 is the word with a
// space before it, and with a space after it unless it may be incomplete. Spaces in the name are
// doubled so that each word has its own two spaces.
constexpr char kHasWord[] =
    " AND length(' ' || replace(key, ' ', '  ') || ' ') - "
    "length(replace(' ' || replace(key, ' ', '  ') || ' ', $0, '')) >= length($0) * $1";

// Adds, for each merged resource that was found, the resource that its name redirects to. $0 is the
// table of the resources.
constexpr char kLedByMerges[] =
    ", way(name, at) AS (SELECT name, target FROM redirects UNION ALL SELECT w.name, r.target "
    "FROM way w JOIN redirects r ON r.name = w.at), led(owner, rank) AS (SELECT owner, rank FROM "
    "found UNION ALL SELECT s.id, f.rank FROM found f JOIN $0 m ON m.id = f.owner JOIN way w "
    "ON w.name = m.name JOIN $0 s ON s.name = w.at WHERE m.deleted = 2)";

// Adds the owners in $0, a JSON list of owners with their ranks: [[owner, rank], …].
constexpr char kGiven[] =
    " UNION ALL SELECT json_extract(value, '$$[0]'), json_extract(value, '$$[1]') "
    "FROM json_each($0)";

std::string Json(absl::Span<const RankedOwner> owners) {
  std::string json = "[";
  for (const RankedOwner& found : owners) {
    absl::StrAppend(&json, json.size() > 1 ? "," : "", "[", found.owner, ",", found.rank, "]");
  }
  return absl::StrCat(json, "]");
}

// Builds the query for a page: the matches without typos, and the given matches with typos.
class SearchSql {
 public:
  SearchSql(const NameTables& tables, const NameSearch& search)
      : tables_(tables), search_(search) {}

  BoundSql Build(absl::Span<const RankedOwner> misspelt, bool merged) {
    AddFound(misspelt);
    if (merged) absl::SubstituteAndAppend(&out_.sql, kLedByMerges, tables_.table);
    absl::SubstituteAndAppend(
        &out_.sql,
        ", best(owner, rank) AS (SELECT owner, min(rank) FROM $0 GROUP BY owner) "
        "SELECT c.data, b.rank, c.display_key, c.name FROM best b JOIN $1 c ON c.id = b.owner "
        "WHERE c.deleted = 0",
        merged ? "led" : "found", tables_.table);
    for (const Condition& condition : search_.where) {
      absl::StrAppend(&out_.sql, " AND ", condition.sql);
      out_.values.insert(out_.values.end(), condition.values.begin(), condition.values.end());
    }
    if (search_.after.size() == 3) {
      absl::SubstituteAndAppend(&out_.sql, " AND (b.rank, c.display_key, c.name) > ($0, $1, $2)",
                                Bind(search_.after[0]), Bind(search_.after[1]),
                                Bind(search_.after[2]));
    }
    absl::StrAppend(&out_.sql, " ORDER BY b.rank, c.display_key, c.name LIMIT ",
                    Bind(static_cast<int64_t>(search_.limit) + 1));
    return std::move(out_);
  }

 private:
  std::string Bind(sqlite::Value value) {
    out_.values.push_back(std::move(value));
    return absl::StrCat("?", out_.values.size());
  }

  // Adds the candidates with the ranks of NameMatch. A resource may occur several times.
  void AddFound(absl::Span<const RankedOwner> misspelt) {
    const std::string query = Bind(search_.query.text());
    const std::string query_end = Bind(PrefixEnd(search_.query.text()));
    absl::SubstituteAndAppend(
        &out_.sql,
        "WITH RECURSIVE found(owner, rank) AS (SELECT owner, $3 FROM $0 WHERE key = $1 "
        "UNION ALL SELECT owner, $4 FROM $0 WHERE key > $1 AND key < $2 "
        "UNION ALL SELECT owner, $5 FROM (SELECT DISTINCT owner FROM $6 WHERE ",
        tables_.names, query, query_end, kWholeNameRank, kBeginningRank, kWordsRank, tables_.words);
    AddHasWords();
    absl::StrAppend(&out_.sql, ")");
    if (!misspelt.empty()) {
      absl::SubstituteAndAppend(&out_.sql, kGiven, Bind(Json(misspelt)));
    }
    absl::StrAppend(&out_.sql, ")");
  }

  // Adds the condition that a name has all words of the query. The index finds names by one of the
  // words, and the other words are searched for within these names.
  void AddHasWords() {
    const NameQuery& wanted = search_.query;
    const std::map<std::string, int>& whole = wanted.whole_words();
    if (whole.empty()) {
      const std::string begin = Bind(wanted.begun());
      absl::StrAppend(&out_.sql, "word >= ", begin, " AND word < ",
                      Bind(PrefixEnd(wanted.begun())));
    } else {
      const auto longest = std::max_element(
          whole.begin(), whole.end(),
          [](const auto& a, const auto& b) { return a.first.size() < b.first.size(); });
      absl::StrAppend(&out_.sql, "word = ", Bind(longest->first));
    }
    for (const auto& [word, count] : whole) {
      absl::SubstituteAndAppend(&out_.sql, kHasWord, Bind(absl::StrCat(" ", word, " ")), count);
    }
    absl::SubstituteAndAppend(&out_.sql, kHasWord, Bind(absl::StrCat(" ", wanted.begun())),
                              1 + wanted.WholeThatBegin());
  }

  const NameTables& tables_;
  const NameSearch& search_;
  BoundSql out_;
};

absl::StatusOr<FoundByName> RunSearch(sqlite::Database& db, const NameSearch& search,
                                      const BoundSql& sql) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql.sql));
  select.BindAll(sql.values);
  FoundByName page;
  std::vector<sqlite::Value> last;
  int64_t bytes = 0;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return page;
    if (static_cast<int>(page.resources.size()) == search.limit || bytes >= search.max_bytes) break;
    page.resources.emplace_back(select.ColumnBlob(0));
    bytes += static_cast<int64_t>(page.resources.back().size());
    last = {select.Column(1), select.Column(2), select.Column(3)};
  }
  page.next = std::move(last);
  return page;
}

// Whether the page begins among the matches with typos.
bool BeginsMisspelt(const NameSearch& search) {
  const int64_t* const rank =
      search.after.empty() ? nullptr : std::get_if<int64_t>(&search.after.front());
  return rank != nullptr && *rank >= kMisspeltRank;
}

// Returns the number of elements of `found` whose rank is not above that of `found[wanted]`, or the
// size of `found` if `wanted` is past its end. `found` must be sorted by rank.
size_t UpToRank(const std::vector<RankedOwner>& found, size_t wanted) {
  if (wanted >= found.size()) return found.size();
  const auto end =
      std::upper_bound(found.begin(), found.end(), found[wanted].rank,
                       [](int rank, const RankedOwner& other) { return rank < other.rank; });
  return static_cast<size_t>(end - found.begin());
}

}  // namespace

absl::StatusOr<FoundByName> SearchByName(sqlite::Database& db, const NameTables& tables,
                                         const NameSearch& search, bool merged) {
  const auto page_with =
      [&](absl::Span<const RankedOwner> misspelt) -> absl::StatusOr<FoundByName> {
    JUMELAGE_RETURN_IF_ERROR(search.wanted());
    return RunSearch(db, search, SearchSql(tables, search).Build(misspelt, merged));
  };
  if (!BeginsMisspelt(search)) {
    JUMELAGE_ASSIGN_OR_RETURN(FoundByName page, page_with({}));
    // Matches with typos come after all other matches.
    if (!page.next.empty()) return page;
  }
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<RankedOwner> misspelt,
                            FindMisspelt(db, tables, search.query, search.wanted));
  // Usually the rows of the more distant matches don't have to be read.
  size_t wanted = static_cast<size_t>(search.limit);
  for (;;) {
    const size_t count = UpToRank(misspelt, wanted);
    JUMELAGE_ASSIGN_OR_RETURN(FoundByName page,
                              page_with(absl::MakeConstSpan(misspelt).subspan(0, count)));
    if (count == misspelt.size() || !page.next.empty()) return page;
    wanted = 8 * count;
  }
}

}  // namespace jumelage
