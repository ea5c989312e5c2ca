#include "common/filter/order_by.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"

namespace jumelage {
namespace {

constexpr absl::string_view kOrderBy = "order_by";

// Adds the term in `text` to `terms`, or a violation to `violations`.
void AddTerm(absl::string_view text, absl::Span<const absl::string_view> fields,
             std::vector<OrderTerm>* terms, Violations* violations) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  if (words.empty()) {
    violations->Add(kOrderBy, "has a comma without a field");
    return;
  }
  const absl::string_view field = words[0];
  if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
    violations->Add(kOrderBy, absl::StrCat("names the unknown field ", field, "; the fields are ",
                                           absl::StrJoin(fields, ", ")));
    return;
  }
  if (words.size() > 2 || (words.size() == 2 && words[1] != "asc" && words[1] != "desc")) {
    violations->Add(kOrderBy, absl::StrCat("has something other than asc or desc after ", field));
    return;
  }
  if (std::any_of(terms->begin(), terms->end(),
                  [field](const OrderTerm& term) { return term.field == field; })) {
    violations->Add(kOrderBy, absl::StrCat("names ", field, " twice"));
    return;
  }
  terms->push_back({std::string(field), words.size() == 2 && words[1] == "desc"});
}

}  // namespace

absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view order_by,
                                                    absl::Span<const absl::string_view> fields) {
  std::vector<OrderTerm> terms;
  if (absl::StripAsciiWhitespace(order_by).empty()) return terms;
  Violations violations;
  const std::vector<absl::string_view> texts = absl::StrSplit(order_by, ',');
  if (order_by.size() > kMaxOrderByLength) {
    violations.Add(kOrderBy, absl::StrCat("has more than ", kMaxOrderByLength, " characters"));
  } else if (texts.size() > kMaxOrderByFields) {
    violations.Add(kOrderBy, absl::StrCat("has ", texts.size(), " fields; at most ",
                                          kMaxOrderByFields, " are allowed"));
  } else {
    for (const absl::string_view text : texts) AddTerm(text, fields, &terms, &violations);
  }
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  return terms;
}

}  // namespace jumelage
