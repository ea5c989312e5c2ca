#ifndef JUMELAGE_CLIENTS_CLI_LISTING_H_
#define JUMELAGE_CLIENTS_CLI_LISTING_H_

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "clients/cpp/pager.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {

// The options and functions that list commands have in common.

inline constexpr OptionSpec kFilterOption = {
    "filter", "FILTER", "Only records that match a filter such as 'country = FR OR country = CH'."};
inline constexpr OptionSpec kOrderOption = {
    "order-by", "FIELD", "The order, such as 'update_time desc'. Default: name."};
inline constexpr OptionSpec kLimitOption = {"limit", "N", "At most N. Default: all."};
inline constexpr OptionSpec kAtRevisionOption = {
    "at-revision", "N", "The state at this revision. Default: the current state."};
inline constexpr OptionSpec kDeletedOption = {"deleted", "", "Also deleted records, marked."};
inline constexpr OptionSpec kMergedOption = {"merged", "",
                                             "Also records that were merged into others, marked."};

// Joins filters with AND. Skips empty ones.
inline std::string JoinFilters(std::vector<std::string> comparisons) {
  comparisons.erase(std::remove(comparisons.begin(), comparisons.end(), ""), comparisons.end());
  return absl::StrJoin(comparisons, " AND ");
}

// Returns "field = \"value\"" with special characters in the value escaped, or "" for an empty
// value.
inline std::string TextComparison(absl::string_view field, absl::string_view value) {
  if (value.empty()) return "";
  std::string quoted;
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == '*') quoted += '\\';
    quoted += c;
  }
  return absl::StrCat(field, " = \"", quoted, "\"");
}

// Returns "field = VALUE" for the word of an enum value, or "" for an empty word.
inline std::string EnumComparison(absl::string_view field, absl::string_view value) {
  if (value.empty()) return "";
  return absl::StrCat(field, " = ",
                      absl::StrReplaceAll(absl::AsciiStrToUpper(value), {{"-", "_"}}));
}

// Fills a List request from the options. `comparisons` are additional conditions for the filter.
template <typename Request>
void SetListOptions(const Arguments& arguments, std::vector<std::string> comparisons,
                    Request* request) {
  comparisons.push_back(arguments.Get("filter", ""));
  request->set_filter(JoinFilters(std::move(comparisons)));
  request->set_order_by(arguments.Get("order-by", ""));
  request->set_show_deleted(arguments.Has("deleted"));
}

// Returns the value of --at-revision, 0 if it was not given, or a usage error if it is not a
// positive number.
inline absl::StatusOr<int64_t> AtRevision(const Arguments& arguments) {
  return arguments.GetNumber("at-revision", 1, 0);
}

// Reads all pages into one response, up to --limit entries. `entries` returns the repeated field
// that contains a response's entries. Each `beside` returns a parallel repeated field, which is
// empty or contains one value per entry in the same order. Apart from these fields, the result has
// only the revision of the last page. Returns a usage error if --limit is not a positive number.
// May also return errors from `fetch`.
template <typename Request, typename Response, typename Entries, typename... Beside>
absl::StatusOr<Response> ReadAll(const Arguments& arguments, Request request,
                                 typename client::Pager<Request, Response>::Fetch fetch,
                                 Entries entries, Beside... beside) {
  constexpr int64_t kPageSize = 1000;
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t limit,
                            arguments.GetNumber("limit", 1, std::numeric_limits<int64_t>::max()));
  request.set_page_size(static_cast<int32_t>(std::min(limit, kPageSize)));
  client::Pager<Request, Response> pages(std::move(request), std::move(fetch));
  Response all;
  while (entries(&all)->size() < limit) {
    JUMELAGE_ASSIGN_OR_RETURN(absl::optional<Response> page, pages.Next());
    if (!page) break;
    all.set_revision(page->revision());
    const auto take = [&](auto* from, auto* to) {
      for (auto& entry : *from) {
        if (to->size() == limit) break;
        *to->Add() = std::move(entry);
      }
    };
    (take(beside(&*page), beside(&all)), ...);
    take(entries(&*page), entries(&all));
  }
  return all;
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_LISTING_H_
