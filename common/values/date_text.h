#ifndef JUMELAGE_COMMON_VALUES_DATE_TEXT_H_
#define JUMELAGE_COMMON_VALUES_DATE_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

// The text form of uncertain dates, for command lines, tables and indexes. It neither adds nor
// loses information, apart from a `latest` that only repeats `earliest`:
//
//   1985-05-12      a day            ~1990        about 1990
//   1977-02         a month          <1990        before 1990
//   1968            a year           >1990-02     after February 1990
//   1990..1994      a range, both bounds included, each a day, a month or a year
//   1990.. ..1994 ..                 ranges with open bounds
//   .. "depuis plus de vingt ans"    with the words of the source: after a space, in quotation
//                                    marks; \ escapes quotation marks and backslashes
namespace jumelage {

// Returns the text of a date that passes CheckUncertainDate.
std::string DateText(const type::v1::UncertainDate& date);

// Parses the text of a date. Returns nullopt for any other form. Whether the calendar has the date
// is left to CheckUncertainDate.
std::optional<type::v1::UncertainDate> ParseDateText(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_DATE_TEXT_H_
