#include "clients/cli/dates.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"

namespace jumelage::cli {
namespace {

// Year, month and day as far as given; none if the text has another form.
std::vector<int> Numbers(absl::string_view text) {
  std::vector<int> numbers;
  for (const absl::string_view part : absl::StrSplit(text, '-')) {
    // The year has four digits, month and day two.
    const size_t digits = numbers.empty() ? 4 : 2;
    int number = 0;
    for (const char c : part) {
      if (!absl::ascii_isdigit(c)) return {};
    }
    if (part.size() != digits || !absl::SimpleAtoi(part, &number)) return {};
    numbers.push_back(number);
  }
  return numbers;
}

google::type::Date ToDate(const std::vector<int>& numbers) {
  google::type::Date date;
  date.set_year(numbers[0]);
  if (numbers.size() > 1) date.set_month(numbers[1]);
  if (numbers.size() > 2) date.set_day(numbers[2]);
  return date;
}

}  // namespace

absl::StatusOr<google::type::Date> ParseDay(absl::string_view text, absl::string_view option) {
  const std::vector<int> numbers = Numbers(text);
  if (numbers.size() != 3) {
    return UsageError(
        absl::StrCat("--", option, " takes a day such as 2007-06-15, not '", text, "'"));
  }
  return ToDate(numbers);
}

absl::StatusOr<type::v1::UncertainDate> ParseUncertainDate(absl::string_view text,
                                                           absl::string_view option) {
  using type::v1::UncertainDate;
  const std::vector<int> numbers = Numbers(text);
  if (numbers.empty() || numbers.size() > 3) {
    return UsageError(absl::StrCat("--", option, " takes a year, a month or a day (2007, 2007-06, ",
                                   "2007-06-15), not '", text, "'"));
  }
  UncertainDate date;
  *date.mutable_earliest() = ToDate(numbers);
  date.set_precision(numbers.size() == 1   ? UncertainDate::PRECISION_YEAR
                     : numbers.size() == 2 ? UncertainDate::PRECISION_MONTH
                                           : UncertainDate::PRECISION_DAY);
  return date;
}

}  // namespace jumelage::cli
