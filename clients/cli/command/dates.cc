#include "clients/cli/command/dates.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/command/arguments.h"
#include "common/base/violations.h"
#include "common/values/date_text.h"
#include "common/values/uncertain_date.h"

namespace jumelage::cli {
namespace {

using type::v1::UncertainDate;

// The words that may precede a date, and the marks that mean the same to ParseDateText.
constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
    {"about ", "~"}, {"before ", "<"}, {"after ", ">"},
    {"vers ", "~"},  {"avant ", "<"},  {"après ", ">"},
};

}  // namespace

absl::StatusOr<google::type::Date> ParseDay(absl::string_view text, absl::string_view option) {
  const std::optional<UncertainDate> date = ParseDateText(text);
  if (!date || date->precision() != UncertainDate::PRECISION_DAY ||
      date->qualifier() != UncertainDate::QUALIFIER_UNSPECIFIED || !date->original_text().empty() ||
      !ToCivilDay(date->earliest())) {
    return UsageError(
        absl::StrCat("--", option, " takes a day such as 2007-06-15, not '", text, "'"));
  }
  return date->earliest();
}

absl::StatusOr<UncertainDate> ParseUncertainDate(absl::string_view text, absl::string_view option) {
  std::string marked(text);
  for (const auto& [word, mark] : kWords) {
    absl::string_view rest = text;
    if (absl::ConsumePrefix(&rest, word)) marked = absl::StrCat(mark, rest);
  }
  const std::optional<UncertainDate> date = ParseDateText(marked);
  if (!date) {
    return UsageError(absl::StrCat("--", option, " takes a year, a month or a day (2007, 2007-06, ",
                                   "2007-06-15), optionally preceded by 'about', 'before' or ",
                                   "'after', or a range (2005..2007), not '", text, "'"));
  }
  Violations violations;
  if (!CheckUncertainDate("", *date, &violations)) {
    return UsageError(absl::StrCat("--", option, ": there is no date '", text, "'"));
  }
  return *date;
}

}  // namespace jumelage::cli
