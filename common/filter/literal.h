#ifndef JUMELAGE_COMMON_FILTER_LITERAL_H_
#define JUMELAGE_COMMON_FILTER_LITERAL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/filter/syntax.h"

namespace jumelage {

// What a filter compares with, read as what its field holds. All pure; nullopt where the text is no
// such value.

// A text of which a * left open the beginning or the end. Both open, and nothing in between: any
// text there may be.
struct FilterPattern {
  std::string text;
  bool open_begin = false;
  bool open_end = false;

  bool IsAny() const { return text.empty() && open_begin; }
};

// Of a value such as "Bel*", "*fort", cities/belfort or 2.5; nullopt for a wildcard that stands
// within the text.
std::optional<FilterPattern> ReadPattern(const FilterOperand& value);

// The days of "1985", "1985-05" or "1985-05-12": the first and the last.
struct FilterDays {
  absl::CivilDay first;
  absl::CivilDay last;
};
std::optional<FilterDays> ReadDays(absl::string_view text);

// The time of RFC 3339 ("2024-05-09T12:00:00Z", with any offset), or all of a day, month or year
// (UTC), in microseconds since 1970: the first and the last.
struct FilterTimes {
  int64_t first;
  int64_t last;
};
std::optional<FilterTimes> ReadTimes(absl::string_view text);

std::optional<int64_t> ReadInteger(absl::string_view text);
// Finite, as digits with or without a point and a sign.
std::optional<double> ReadNumber(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_LITERAL_H_
