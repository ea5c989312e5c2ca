#include "clients/cli/transfer/written_date.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/dates.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

using type::v1::UncertainDate;

constexpr char kOpen[] = "..";
constexpr std::pair<absl::string_view, UncertainDate::Qualifier> kQualifiers[] = {
    {"about ", UncertainDate::QUALIFIER_ABOUT},
    {"before ", UncertainDate::QUALIFIER_BEFORE},
    {"after ", UncertainDate::QUALIFIER_AFTER},
};

std::string WriteBound(bool given, const google::type::Date& date) {
  if (!given) return kOpen;
  std::string text = absl::StrFormat("%04d", date.year());
  if (date.month() != 0) absl::StrAppendFormat(&text, "-%02d", date.month());
  if (date.day() != 0) absl::StrAppendFormat(&text, "-%02d", date.day());
  return text;
}

absl::Status ReadBound(absl::string_view text, google::type::Date* (UncertainDate::*bound)(),
                       UncertainDate* date) {
  if (text == kOpen) return absl::OkStatus();
  const absl::StatusOr<UncertainDate> read = ParseUncertainDate(text, "");
  if (!read.ok()) return absl::InvalidArgumentError(absl::StrCat("'", text, "' is no date"));
  *(date->*bound)() = read->earliest();
  return absl::OkStatus();
}

}  // namespace

std::string WriteDate(const UncertainDate& date) {
  std::string text;
  for (const auto& [word, qualifier] : kQualifiers) {
    if (date.qualifier() == qualifier) absl::StrAppend(&text, word);
  }
  absl::StrAppend(&text, WriteBound(date.has_earliest(), date.earliest()));
  if (date.precision() == UncertainDate::PRECISION_RANGE) {
    absl::StrAppend(&text, "/", WriteBound(date.has_latest(), date.latest()));
  }
  if (!date.original_text().empty()) absl::StrAppend(&text, " (", date.original_text(), ")");
  return text;
}

absl::StatusOr<UncertainDate> ReadDate(absl::string_view text) {
  UncertainDate date;
  text = absl::StripAsciiWhitespace(text);
  const size_t words = text.find(" (");
  if (words != absl::string_view::npos && absl::EndsWith(text, ")")) {
    date.set_original_text(std::string(text.substr(words + 2, text.size() - words - 3)));
    text = text.substr(0, words);
  }
  const std::vector<absl::string_view> bounds = absl::StrSplit(text, absl::MaxSplits('/', 1));
  if (bounds.size() == 2) {
    date.set_precision(UncertainDate::PRECISION_RANGE);
    JUMELAGE_RETURN_IF_ERROR(ReadBound(bounds[0], &UncertainDate::mutable_earliest, &date));
    JUMELAGE_RETURN_IF_ERROR(ReadBound(bounds[1], &UncertainDate::mutable_latest, &date));
    return date;
  }
  for (const auto& [word, qualifier] : kQualifiers) {
    if (!absl::ConsumePrefix(&text, word)) continue;
    date.set_qualifier(qualifier);
    break;
  }
  const absl::StatusOr<UncertainDate> read = ParseUncertainDate(text, "");
  if (!read.ok()) return absl::InvalidArgumentError(absl::StrCat("'", text, "' is no date"));
  *date.mutable_earliest() = read->earliest();
  date.set_precision(read->precision());
  return date;
}

}  // namespace jumelage::cli
