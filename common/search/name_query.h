#ifndef JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_
#define JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/search/spelling.h"

namespace jumelage {

// A query with at most this many words is also compared with names word by word, allowing for
// typos. In a longer query, typos are allowed only when it is compared as a whole.
inline constexpr size_t kMaxMisspeltWords = 8;

// How well a name matches a query: smaller is better.
//  - 0: the name is equal to the query.
//  - 1: the name begins with the query.
//  - 2: the name has all words of the query, of which the last may be incomplete.
//  - From 3: the name, or some of its words, are similar to the query. The rank is 3 plus twice the
//    cost (Misspelling), plus 1 if only words are similar.
struct NameMatch {
  int rank = 0;
  // The number of typos; at least 1 from rank 3 on.
  int errors = 0;
};
inline constexpr int kWholeNameRank = 0;
inline constexpr int kBeginningRank = 1;
inline constexpr int kWordsRank = 2;
inline constexpr int kMisspeltRank = 3;

// A query, and how names compare with it. Immutable; thread-safe.
class NameQuery {
 public:
  // `folded` must be a result of FoldText and not be empty.
  explicit NameQuery(absl::string_view folded);

  const std::string& text() const { return text_; }
  // The words of the query in order. The last one may be incomplete.
  const std::vector<Spelling>& words() const { return words_; }
  // The whole query as one spelling.
  const Spelling& whole() const { return whole_; }
  // How many times each word except the last one occurs.
  const std::map<std::string, int>& whole_words() const { return whole_words_; }
  // The last word, which may be incomplete.
  const std::string& begun() const { return words_.back().letters; }
  // Returns how many of the words before the last one begin with the last one.
  int WholeThatBegin() const;

  // Returns how well the folded name `form` (FoldedForms) matches; nullopt if it does not.
  std::optional<NameMatch> Match(absl::string_view form) const;

 private:
  bool HasWords(absl::string_view form) const;
  // Returns how far the query's words are from words of `form`, or nullopt if a word has no match
  // or the query has more than kMaxMisspeltWords.
  std::optional<Misspelling> WordsMisspelt(absl::string_view form) const;

  const std::string text_;
  std::vector<Spelling> words_;
  Spelling whole_;
  std::map<std::string, int> whole_words_;
};

// A match, and the name that matches.
struct NamedMatch {
  std::string name;
  NameMatch match;
};
// Returns the best match among the folded forms of `names`, or nullopt if none matches.
std::optional<NamedMatch> BestMatch(const NameQuery& query,
                                    const std::vector<absl::string_view>& names);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_
