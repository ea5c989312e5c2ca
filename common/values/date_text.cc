#include "common/values/date_text.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/type/date.pb.h"

namespace jumelage {
namespace {

using google::type::Date;
using type::v1::UncertainDate;

constexpr absl::string_view kRange = "..";

struct QualifierMark {
  UncertainDate::Qualifier qualifier;
  absl::string_view mark;
};
constexpr QualifierMark kMarks[] = {{UncertainDate::QUALIFIER_ABOUT, "~"},
                                    {UncertainDate::QUALIFIER_BEFORE, "<"},
                                    {UncertainDate::QUALIFIER_AFTER, ">"}};

std::string PartsText(const Date& date) {
  std::string text = absl::StrFormat("%04d", date.year());
  if (date.month() != 0) absl::StrAppendFormat(&text, "-%02d", date.month());
  if (date.day() != 0) absl::StrAppendFormat(&text, "-%02d", date.day());
  return text;
}

// Parses a year, or a year with a month, or a complete date.
std::optional<Date> ParseParts(absl::string_view text) {
  std::vector<int> numbers;
  for (const absl::string_view part : absl::StrSplit(text, '-')) {
    // The year has four digits, month and day two.
    if (part.size() != (numbers.empty() ? 4 : 2)) return std::nullopt;
    for (const char c : part) {
      if (!absl::ascii_isdigit(c)) return std::nullopt;
    }
    int number = 0;
    if (!absl::SimpleAtoi(part, &number)) return std::nullopt;
    numbers.push_back(number);
  }
  if (numbers.size() > 3) return std::nullopt;
  numbers.resize(3);
  Date date;
  date.set_year(numbers[0]);
  date.set_month(numbers[1]);
  date.set_day(numbers[2]);
  return date;
}

std::string QuotedWords(absl::string_view words) {
  std::string quoted = "\"";
  for (const char c : words) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

// Parses words in quotation marks, which must be the whole `text`.
std::optional<std::string> ParseWords(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "\"")) return std::nullopt;
  std::string words;
  while (!text.empty()) {
    if (text == "\"") return words;
    if (text.front() == '"') return std::nullopt;
    if (text.front() == '\\') text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    words += text.front();
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::optional<UncertainDate> ParseRange(absl::string_view earliest, absl::string_view latest) {
  UncertainDate date;
  date.set_precision(UncertainDate::PRECISION_RANGE);
  if (!earliest.empty()) {
    std::optional<Date> parts = ParseParts(earliest);
    if (!parts) return std::nullopt;
    *date.mutable_earliest() = *std::move(parts);
  }
  if (!latest.empty()) {
    std::optional<Date> parts = ParseParts(latest);
    if (!parts) return std::nullopt;
    *date.mutable_latest() = *std::move(parts);
  }
  return date;
}

std::optional<UncertainDate> ParseSingle(absl::string_view text) {
  UncertainDate date;
  for (const QualifierMark& mark : kMarks) {
    if (absl::ConsumePrefix(&text, mark.mark)) {
      date.set_qualifier(mark.qualifier);
      break;
    }
  }
  std::optional<Date> parts = ParseParts(text);
  if (!parts) return std::nullopt;
  // The precision depends only on the parts that were written: "2000-00" is a month that does not
  // exist, not a year.
  constexpr size_t kYearSize = 4, kMonthSize = 7;
  date.set_precision(text.size() == kYearSize    ? UncertainDate::PRECISION_YEAR
                     : text.size() == kMonthSize ? UncertainDate::PRECISION_MONTH
                                                 : UncertainDate::PRECISION_DAY);
  *date.mutable_earliest() = *std::move(parts);
  return date;
}

}  // namespace

std::string DateText(const UncertainDate& date) {
  std::string text;
  if (date.precision() == UncertainDate::PRECISION_RANGE) {
    text = absl::StrCat(date.has_earliest() ? PartsText(date.earliest()) : "", kRange,
                        date.has_latest() ? PartsText(date.latest()) : "");
  } else {
    for (const QualifierMark& mark : kMarks) {
      if (mark.qualifier == date.qualifier()) absl::StrAppend(&text, mark.mark);
    }
    absl::StrAppend(&text, PartsText(date.earliest()));
  }
  if (date.original_text().empty()) return text;
  return absl::StrCat(text, " ", QuotedWords(date.original_text()));
}

std::optional<UncertainDate> ParseDateText(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  const size_t range = parts.first.find(kRange);
  std::optional<UncertainDate> date =
      range == absl::string_view::npos
          ? ParseSingle(parts.first)
          : ParseRange(parts.first.substr(0, range), parts.first.substr(range + kRange.size()));
  if (!date || parts.first.size() == text.size()) return date;
  std::optional<std::string> words = ParseWords(parts.second);
  if (!words || words->empty()) return std::nullopt;
  date->set_original_text(*std::move(words));
  return date;
}

}  // namespace jumelage
