#include "common/search/name_query.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/values/text_folding.h"

namespace jumelage {
namespace {

NameMatch MisspeltMatch(const Misspelling& found, bool words) {
  // A difference in spaces alone also counts as an error.
  return {kMisspeltRank + 2 * found.cost + (words ? 1 : 0), std::max(found.errors, 1)};
}

// Returns how far `word` is from `wanted`, or nullopt if it is too far. If `begun`, `wanted` may be
// incomplete.
std::optional<Misspelling> WordMisspelt(const Spelling& wanted, const Spelling& word, bool begun) {
  if (word.letters == wanted.letters) return Misspelling();
  if (begun && absl::StartsWith(word.letters, wanted.letters)) return Misspelling();
  return Misspelt(wanted, word);
}

}  // namespace

NameQuery::NameQuery(absl::string_view folded) : text_(folded), whole_(folded) {
  for (const std::string& word : FoldedWords(folded)) words_.emplace_back(word);
  for (size_t i = 0; i + 1 < words_.size(); ++i) ++whole_words_[words_[i].letters];
}

int NameQuery::WholeThatBegin() const {
  int count = 0;
  for (const auto& [word, times] : whole_words_) {
    if (absl::StartsWith(word, begun())) count += times;
  }
  return count;
}

bool NameQuery::HasWords(absl::string_view form) const {
  std::map<std::string, int> words;
  for (const std::string& word : FoldedWords(form)) ++words[word];
  for (const auto& [word, count] : whole_words_) {
    const auto found = words.find(word);
    if (found == words.end() || found->second < count) return false;
    found->second -= count;
  }
  return std::any_of(words.begin(), words.end(), [&](const auto& left) {
    return left.second > 0 && absl::StartsWith(left.first, begun());
  });
}

// Matches each word of the query with the nearest of the remaining words of the name.
std::optional<Misspelling> NameQuery::WordsMisspelt(absl::string_view form) const {
  if (words_.size() > kMaxMisspeltWords) return std::nullopt;
  std::vector<Spelling> left;
  for (const std::string& word : FoldedWords(form)) left.emplace_back(word);
  if (left.size() < words_.size()) return std::nullopt;
  Misspelling all;
  for (size_t i = 0; i < words_.size(); ++i) {
    const bool begun = i > 0 && i + 1 == words_.size();
    std::optional<Misspelling> nearest;
    size_t taken = 0;
    for (size_t j = 0; j < left.size(); ++j) {
      const std::optional<Misspelling> found = WordMisspelt(words_[i], left[j], begun);
      if (!found || (nearest && nearest->cost <= found->cost)) continue;
      nearest = found;
      taken = j;
    }
    if (!nearest) return std::nullopt;
    all.errors += nearest->errors;
    all.cost += nearest->cost;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  return all;
}

std::optional<NameMatch> NameQuery::Match(absl::string_view form) const {
  if (form == text_) return NameMatch{kWholeNameRank, 0};
  if (absl::StartsWith(form, text_)) return NameMatch{kBeginningRank, 0};
  if (HasWords(form)) return NameMatch{kWordsRank, 0};
  std::optional<NameMatch> best;
  if (const auto found = Misspelt(whole_, Spelling(form))) best = MisspeltMatch(*found, false);
  // Two single words have already been compared above.
  if (words_.size() == 1 && !absl::StrContains(form, ' ')) return best;
  if (const auto found = WordsMisspelt(form)) {
    const NameMatch match = MisspeltMatch(*found, true);
    if (!best || match.rank < best->rank) best = match;
  }
  return best;
}

std::optional<NamedMatch> BestMatch(const NameQuery& query,
                                    const std::vector<absl::string_view>& names) {
  std::optional<NamedMatch> best;
  for (const absl::string_view name : names) {
    for (const std::string& form : FoldedForms(name)) {
      const std::optional<NameMatch> match = query.Match(form);
      if (!match || (best && best->match.rank <= match->rank)) continue;
      best = NamedMatch{std::string(name), *match};
      if (match->rank == kWholeNameRank) return best;
    }
  }
  return best;
}

}  // namespace jumelage
