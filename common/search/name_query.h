#ifndef JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_
#define JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/search/spelling.h"

namespace jumelage {

// The words of a query that are compared with a name's, typing errors forgiven; of a longer query
// only the whole is.
inline constexpr size_t kMaxMisspeltWords = 8;

// How good a name is for a query: smaller is better.
//  - 0: it is the query; 1: it begins with it; 2: it has its words, the last perhaps only begun;
//  - from 3: it is nearly the query, or has words that are nearly its own: twice what it costs
//    (Misspelling) more, and one more where only words match.
struct NameMatch {
  int rank = 0;
  // The typing errors; at least 1 from rank 3.
  int errors = 0;
};
inline constexpr int kWholeNameRank = 0;
inline constexpr int kBeginningRank = 1;
inline constexpr int kWordsRank = 2;
inline constexpr int kMisspeltRank = 3;

// What somebody looks for, and how names compare with it. Immutable; thread-safe.
class NameQuery {
 public:
  // `folded` (FoldText) is not empty.
  explicit NameQuery(absl::string_view folded);

  const std::string& text() const { return text_; }
  // The words in their order; the last may be only begun.
  const std::vector<Spelling>& words() const { return words_; }
  // All of them as one.
  const Spelling& whole() const { return whole_; }
  // How often each word but the last comes.
  const std::map<std::string, int>& whole_words() const { return whole_words_; }
  const std::string& begun() const { return words_.back().letters; }
  // How many of the whole words begin like the last one.
  int WholeThatBegin() const;

  // How well the folded name `form` (FoldedForms) matches; nothing when it does not.
  std::optional<NameMatch> Match(absl::string_view form) const;

 private:
  bool HasWords(absl::string_view form) const;
  // What it costs to read words of `form` as the query's.
  std::optional<Misspelling> WordsMisspelt(absl::string_view form) const;

  const std::string text_;
  std::vector<Spelling> words_;
  Spelling whole_;
  std::map<std::string, int> whole_words_;
};

// The best match among the folded forms of `names`, and which it is; nothing when none matches.
struct NamedMatch {
  std::string name;
  NameMatch match;
};
std::optional<NamedMatch> BestMatch(const NameQuery& query,
                                    const std::vector<absl::string_view>& names);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_NAME_QUERY_H_
