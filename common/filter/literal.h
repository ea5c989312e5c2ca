#ifndef JUMELAGE_COMMON_FILTER_LITERAL_H_
#define JUMELAGE_COMMON_FILTER_LITERAL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/filter/syntax.h"

namespace jumelage {

// Parses the values in filters, with one function per kind of value. All functions are pure, and
// return nullopt if the text is not a value of that kind.

// A text whose beginning or end may be left open by a *. An empty text with both ends open matches
// any text.
struct FilterPattern {
  std::string text;
  bool open_begin = false;
  bool open_end = false;

  bool IsAny() const { return text.empty() && open_begin; }
};

// Parses a value such as "Bel*", "*fort", cities/belfort or 2.5. Returns nullopt if the text has a
// wildcard anywhere but at its beginning or end.
std::optional<FilterPattern> ReadPattern(const FilterOperand& value);

// The first and last day of "1985", "1985-05" or "1985-05-12".
struct FilterDays {
  absl::CivilDay first;
  absl::CivilDay last;
};
std::optional<FilterDays> ReadDays(absl::string_view text);

// The first and last microsecond, counted from 1970, of a time in RFC 3339 ("2024-05-09T12:00:00Z",
// with any offset), or of a day, month or year (UTC).
struct FilterTimes {
  int64_t first;
  int64_t last;
};
std::optional<FilterTimes> ReadTimes(absl::string_view text);

std::optional<int64_t> ReadInteger(absl::string_view text);
// Parses a decimal number: digits with or without a point and a sign, but without an exponent.
std::optional<double> ReadNumber(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_LITERAL_H_
