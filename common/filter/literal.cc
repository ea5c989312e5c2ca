#include "common/filter/literal.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"

namespace jumelage {
namespace {

// Parses a number with exactly `digits` digits.
std::optional<int> ReadDigits(absl::string_view text, size_t digits) {
  int number;
  if (text.size() != digits || !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::optional<FilterPattern> ReadPattern(const FilterOperand& value) {
  FilterPattern pattern;
  pattern.text = value.Name();
  std::vector<size_t> stars;
  size_t begin = value.negative ? 1 : 0;
  for (const FilterToken& token : value.path) {
    for (const size_t star : token.stars) stars.push_back(begin + star);
    begin += token.text.size() + 1;
  }
  if (!stars.empty() && stars.back() + 1 == pattern.text.size()) {
    pattern.open_end = true;
    pattern.text.pop_back();
    // A single star leaves both ends open.
    if (pattern.text.empty()) pattern.open_begin = true;
    stars.pop_back();
  }
  if (!stars.empty() && stars.front() == 0) {
    pattern.open_begin = true;
    pattern.text.erase(0, 1);
    stars.erase(stars.begin());
  }
  if (!stars.empty()) return std::nullopt;
  return pattern;
}

std::optional<FilterDays> ReadDays(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  const std::optional<int> year = ReadDigits(parts[0], 4);
  if (parts.size() > 3 || !year || *year == 0) return std::nullopt;
  if (parts.size() == 1) {
    return FilterDays{absl::CivilDay(*year), absl::CivilDay(*year, 12, 31)};
  }
  const std::optional<int> month = ReadDigits(parts[1], 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (parts.size() == 2) {
    const absl::CivilMonth whole(*year, *month);
    return FilterDays{absl::CivilDay(whole), absl::CivilDay(whole + 1) - 1};
  }
  const std::optional<int> day = ReadDigits(parts[2], 2);
  // CivilDay would carry a day that the month does not have over into the next month.
  if (!day || absl::CivilDay(*year, *month, *day).day() != *day) return std::nullopt;
  return FilterDays{absl::CivilDay(*year, *month, *day), absl::CivilDay(*year, *month, *day)};
}

std::optional<FilterTimes> ReadTimes(absl::string_view text) {
  if (const std::optional<FilterDays> days = ReadDays(text)) {
    const absl::TimeZone utc = absl::UTCTimeZone();
    return FilterTimes{absl::ToUnixMicros(absl::FromCivil(days->first, utc)),
                       absl::ToUnixMicros(absl::FromCivil(days->last + 1, utc)) - 1};
  }
  absl::Time time;
  std::string error;
  // Other forms that absl accepts, such as "infinite-future", have no T.
  if (!absl::StrContains(text, 'T') || !absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return std::nullopt;
  }
  const absl::CivilYear year = absl::ToCivilYear(time, absl::UTCTimeZone());
  if (year.year() < 1 || year.year() > 9999) return std::nullopt;
  return FilterTimes{absl::ToUnixMicros(time), absl::ToUnixMicros(time)};
}

std::optional<int64_t> ReadInteger(absl::string_view text) {
  int64_t number;
  if (text.empty() || absl::ascii_isspace(text.front()) || absl::ascii_isspace(text.back()) ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

std::optional<double> ReadNumber(absl::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '+';
  });
  double number;
  if (text.empty() || !plain || !absl::SimpleAtod(text, &number)) return std::nullopt;
  return number;
}

}  // namespace jumelage
