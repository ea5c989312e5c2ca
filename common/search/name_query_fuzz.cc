// For any input, the folded text is a query that matches itself. The index of spellings finds every
// spelling that the query accepts as a misspelling, in both directions.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/search/name_query.h"
#include "common/search/spelling.h"
#include "common/values/text_folding.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void RequireFound(const jumelage::Spelling& wanted, const jumelage::Spelling& other) {
  if (!jumelage::Misspelt(wanted, other)) return;
  Require(jumelage::MayBeMisspelt(wanted, other.letters));
  const std::vector<std::string> probes = jumelage::ProbesFor(wanted);
  const std::vector<std::string> parts = jumelage::PartsOf(other);
  Require(std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
    return std::binary_search(probes.begin(), probes.end(), part);
  }));
}

}  // namespace

// The input is the query, a line break, and a name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), std::min<size_t>(size, 800));
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string folded = jumelage::FoldText(text.substr(0, end));
  Require(jumelage::FoldText(folded) == folded);
  if (folded.empty()) return 0;
  const jumelage::NameQuery query(folded);
  Require(query.Match(folded)->rank == jumelage::kWholeNameRank);
  for (const std::string& form : jumelage::FoldedForms(text.substr(end))) {
    const auto match = query.Match(form);
    if (match) Require((match->rank >= jumelage::kMisspeltRank) == (match->errors > 0));
    RequireFound(query.whole(), jumelage::Spelling(form));
    RequireFound(jumelage::Spelling(form), query.whole());
  }
  return 0;
}
