#include "clients/cli/command/filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace jumelage::cli {
namespace {

std::string Quoted(absl::string_view value) {
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == '*') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string HasValue(absl::string_view field, absl::string_view value) {
  return absl::StrCat(field, " = ", Quoted(value));
}

std::string HasOneOf(absl::string_view field, const std::vector<std::string>& values) {
  if (values.empty()) return "";
  if (values.size() == 1) return HasValue(field, values[0]);
  return absl::StrCat(field, " = (",
                      absl::StrJoin(values, " OR ",
                                    [](std::string* out, const std::string& value) {
                                      absl::StrAppend(out, Quoted(value));
                                    }),
                      ")");
}

std::string JoinFilters(std::vector<std::string> filters) {
  const auto blank = [](absl::string_view filter) {
    return absl::StripAsciiWhitespace(filter).empty();
  };
  filters.erase(std::remove_if(filters.begin(), filters.end(), blank), filters.end());
  return absl::StrJoin(filters, " AND ");
}

}  // namespace jumelage::cli
