#ifndef JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_
#define JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/search/spelling.h"

namespace jumelage {

// The most words of a query that are compared with those of a name, with typing errors. A longer
// query is only compared as a whole.
inline constexpr size_t kMaxMisspeltWords = 8;

// How well a name matches a query: smaller is better.
//  - 0: it is the query.
//  - 1: it begins with the query.
//  - 2: it has the query's words, the last perhaps incomplete.
//  - From 3: it is nearly the query, or has words that are nearly the query's. The rank is 3 plus
//    twice the cost (Misspelling), plus 1 if only words match.
struct NameMatch {
  int rank = 0;
  // The typing errors; at least 1 from rank 3.
  int errors = 0;
};
inline constexpr int kWholeNameRank = 0;
inline constexpr int kBeginningRank = 1;
inline constexpr int kWordsRank = 2;
inline constexpr int kMisspeltRank = 3;

// A query, and how names compare with it. Immutable; thread-safe.
class NameQuery {
 public:
  // `folded` (FoldText) is not empty.
  explicit NameQuery(absl::string_view folded);

  const std::string& text() const { return text_; }
  // The words in their order; the last may be incomplete.
  const std::vector<Spelling>& words() const { return words_; }
  // All words as one spelling.
  const Spelling& whole() const { return whole_; }
  // How often each word but the last occurs.
  const std::map<std::string, int>& whole_words() const { return whole_words_; }
  const std::string& begun() const { return words_.back().letters; }
  // Returns how many of the whole words begin with the last one.
  int WholeThatBegin() const;

  // Returns how well the folded name `form` (FoldedForms) matches; nullopt if it does not.
  std::optional<NameMatch> Match(absl::string_view form) const;

 private:
  bool HasWords(absl::string_view form) const;
  // Returns the cost of reading words of `form` as the query's.
  std::optional<Misspelling> WordsMisspelt(absl::string_view form) const;

  const std::string text_;
  std::vector<Spelling> words_;
  Spelling whole_;
  std::map<std::string, int> whole_words_;
};

// The best match among the folded forms of `names`, and its name; nullopt if none matches.
struct NamedMatch {
  std::string name;
  NameMatch match;
};
std::optional<NamedMatch> BestMatch(const NameQuery& query,
                                    const std::vector<absl::string_view>& names);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_
