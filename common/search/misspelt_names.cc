#include "common/search/misspelt_names.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/search/spelling.h"

namespace jumelage {
namespace {

constexpr int kStepsBetweenAsking = 1000;

// A spelling in the index (a word, or a whole name with its spaces), and its cost as a misspelling
// of the wanted spelling.
struct NearSpelling {
  int cost = 0;
  std::string text;
};

class MisspeltSearch {
 public:
  MisspeltSearch(sqlite::Database* db, const NameTables* tables, const NameQuery* query,
                 const StillWanted* wanted)
      : db_(*db), tables_(*tables), query_(*query), wanted_(*wanted) {}

  absl::Status Run() {
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<NearSpelling> whole, Near(query_.whole()));
    // A name equal to the query is found without typos, so it is left out here. A name that differs
    // from the query only in its spaces is not found that way.
    whole.erase(
        std::remove_if(whole.begin(), whole.end(),
                       [&](const NearSpelling& near) { return near.text == query_.text(); }),
        whole.end());
    for (const NearSpelling& near : whole) JUMELAGE_RETURN_IF_ERROR(TakeNamed(near.text));
    if (query_.words().size() == 1) return TakeWithWords(whole);
    if (query_.words().size() > kMaxMisspeltWords) return absl::OkStatus();
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<NearSpelling> words, RarestWord());
    return TakeWithWords(words);
  }

  std::vector<RankedOwner> Take() && {
    std::vector<RankedOwner> found;
    found.reserve(ranks_.size());
    for (const auto& [owner, rank] : ranks_) found.push_back({rank, owner});
    std::sort(found.begin(), found.end(), [](const RankedOwner& a, const RankedOwner& b) {
      return std::tie(a.rank, a.owner) < std::tie(b.rank, b.owner);
    });
    return found;
  }

 private:
  // Returns the spellings that are near enough to `wanted`, the nearest first. Compares at most
  // kMaxComparedSpellings.
  absl::StatusOr<std::vector<NearSpelling>> Near(const Spelling& wanted) {
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db_.Prepare(absl::StrCat("SELECT spelling FROM ", tables_.spellings, " WHERE part = ?")));
    std::vector<NearSpelling> near;
    Spelling other("");
    absl::flat_hash_set<std::string> seen;
    int compared = 0;
    for (const std::string& probe : ProbesFor(wanted)) {
      select.Reset();
      select.BindText(1, probe);
      for (;;) {
        JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
        if (!row || ++compared > kMaxComparedSpellings) break;
        JUMELAGE_RETURN_IF_ERROR(Step());
        const absl::string_view text = select.ColumnText(0);
        if (!MayBeMisspelt(wanted, text)) continue;
        other.Assign(text);
        const std::optional<Misspelling> found = Misspelt(wanted, other);
        // A spelling may share several parts with `wanted`.
        if (found && seen.emplace(text).second) near.push_back({found->cost, std::string(text)});
      }
    }
    std::sort(near.begin(), near.end(), [](const NearSpelling& a, const NearSpelling& b) {
      return std::tie(a.cost, a.text) < std::tie(b.cost, b.text);
    });
    return near;
  }

  // Returns the rarest word of a query with several words, followed by its near spellings. The last
  // word may be incomplete, so it is used only if all other words have more than kMaxMisspeltRows
  // rows.
  absl::StatusOr<std::vector<NearSpelling>> RarestWord() {
    std::vector<NearSpelling> rarest;
    int64_t fewest = 0;
    for (size_t i = 0; i < query_.words().size(); ++i) {
      const Spelling& word = query_.words()[i];
      JUMELAGE_ASSIGN_OR_RETURN(std::vector<NearSpelling> near, Near(word));
      near.erase(std::remove_if(near.begin(), near.end(),
                                [&](const NearSpelling& other) {
                                  return other.text == word.letters ||
                                         absl::StrContains(other.text, ' ');
                                }),
                 near.end());
      near.insert(near.begin(), {0, word.letters});
      JUMELAGE_ASSIGN_OR_RETURN(const int64_t rows, RowsOf(near));
      const bool last = i + 1 == query_.words().size();
      if (last && (rows == 0 || fewest <= kMaxMisspeltRows)) break;
      if (i > 0 && rows >= fewest) continue;
      fewest = rows;
      rarest = std::move(near);
    }
    return rarest;
  }

  // Returns how many rows of the table of words have one of `words`. Stops counting when there are
  // more than kMaxMisspeltRows, because no more are read.
  absl::StatusOr<int64_t> RowsOf(const std::vector<NearSpelling>& words) {
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db_.Prepare(absl::StrCat("SELECT count(*) FROM (SELECT 1 FROM ", tables_.words,
                                 " WHERE word = ? LIMIT ", kMaxMisspeltRows, ")")));
    int64_t rows = 0;
    for (const NearSpelling& word : words) {
      if (rows > kMaxMisspeltRows) break;
      select.Reset();
      JUMELAGE_RETURN_IF_ERROR(select.BindText(1, word.text).Step().status());
      rows += select.ColumnInt(0);
    }
    return rows;
  }

  // Adds the owners of the name `form` to the results.
  absl::Status TakeNamed(const std::string& form) {
    const std::optional<NameMatch> match = query_.Match(form);
    if (!match) return absl::OkStatus();
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db_.Prepare(absl::StrCat("SELECT owner FROM ", tables_.names, " WHERE key = ?")));
    select.BindText(1, form);
    while (rows_ < kMaxMisspeltRows) {
      JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
      if (!row) break;
      ++rows_;
      Found(select.ColumnInt(0), *match);
    }
    return absl::OkStatus();
  }

  // Adds to the results the owners of names that have one of the words and match the whole query.
  absl::Status TakeWithWords(const std::vector<NearSpelling>& words) {
    JUMELAGE_ASSIGN_OR_RETURN(
        sqlite::Statement select,
        db_.Prepare(absl::StrCat("SELECT owner, key FROM ", tables_.words, " WHERE word = ?")));
    std::string form;
    std::optional<NameMatch> match;
    for (const NearSpelling& word : words) {
      select.Reset();
      select.BindText(1, word.text);
      while (rows_ < kMaxMisspeltRows) {
        JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
        if (!row) break;
        ++rows_;
        JUMELAGE_RETURN_IF_ERROR(Step());
        if (select.ColumnText(1) != form) {
          form = std::string(select.ColumnText(1));
          match = query_.Match(form);
        }
        if (match) Found(select.ColumnInt(0), *match);
      }
    }
    return absl::OkStatus();
  }

  // Counts a step. Every kStepsBetweenAsking steps, checks whether the caller is still waiting.
  absl::Status Step() { return ++steps_ % kStepsBetweenAsking == 0 ? wanted_() : absl::OkStatus(); }

  void Found(int64_t owner, const NameMatch& match) {
    if (match.rank < kMisspeltRank) return;
    const auto [best, first] = ranks_.try_emplace(owner, match.rank);
    if (!first) best->second = std::min(best->second, match.rank);
  }

  sqlite::Database& db_;
  const NameTables& tables_;
  const NameQuery& query_;
  const StillWanted& wanted_;
  int64_t steps_ = 0;
  int rows_ = 0;
  absl::flat_hash_map<int64_t, int> ranks_;
};

}  // namespace

absl::StatusOr<std::vector<RankedOwner>> FindMisspelt(sqlite::Database& db,
                                                      const NameTables& tables,
                                                      const NameQuery& query,
                                                      const StillWanted& wanted) {
  MisspeltSearch search(&db, &tables, &query, &wanted);
  JUMELAGE_RETURN_IF_ERROR(search.Run());
  return std::move(search).Take();
}

}  // namespace jumelage
