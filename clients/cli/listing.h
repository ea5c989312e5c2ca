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
#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/filters.h"
#include "clients/cpp/pager.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {

// The options and functions that list commands have in common.

inline constexpr OptionSpec kFilterOption = {
    "filter", "FILTER", "Only records that match a filter such as 'country = FR OR country = CH'.",
    nullptr, /*may_be_empty=*/true};
inline constexpr OptionSpec kOrderOption = {
    "order-by", "FIELD", "The order, such as 'update_time desc'. Default: name.", nullptr,
    /*may_be_empty=*/true};
inline constexpr OptionSpec kLimitOption = {"limit", "N", "At most N. Default: all."};
inline constexpr OptionSpec kAtRevisionOption = {
    "at-revision", "N", "The state at this revision. Default: the current state."};
inline constexpr OptionSpec kDeletedOption = {"deleted", "", "Also deleted records, marked."};
inline constexpr OptionSpec kMergedOption = {"merged", "",
                                             "Also records that were merged into others, marked."};

// Returns the help about the fields that --filter and --order-by of a list accept: the fields that
// all lists have, and `fields`, `orders` and `functions` of this one, such as "kind, city".
inline std::string FieldsHelp(absl::string_view fields, absl::string_view orders,
                              absl::string_view functions = "") {
  return absl::StrCat("Fields of --filter: name, ", fields,
                      ", external_ids, create_time, update_time, deleted; functions: ",
                      functions.empty() ? "" : absl::StrCat(functions, ", "),
                      "possibly(CONDITION). Fields of --order-by: name, ", orders,
                      ", create_time, update_time.");
}

// Returns a country's code in upper case, or a usage error that names `option` if `text` is not a
// code of two letters.
inline absl::StatusOr<std::string> CountryCode(absl::string_view text, absl::string_view option) {
  if (text.size() != 2 || !absl::ascii_isalpha(text[0]) || !absl::ascii_isalpha(text[1])) {
    return UsageError(
        absl::StrCat("--", option, " takes codes of two letters, such as FR, not '", text, "'"));
  }
  return absl::AsciiStrToUpper(text);
}

// Returns the country in --country, or "" if the option was not given.
inline absl::StatusOr<std::string> CountryOption(const Arguments& arguments) {
  if (!arguments.Has("country")) return std::string();
  return CountryCode(arguments.Get("country", ""), "country");
}

// Fills a List request from the options. `conditions` are additional conditions for the filter;
// blank ones are skipped.
template <typename Request>
void SetListOptions(const Arguments& arguments, std::vector<std::string> conditions,
                    Request* request) {
  conditions.push_back(arguments.Get("filter", ""));
  request->set_filter(JoinFilters(std::move(conditions)));
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
