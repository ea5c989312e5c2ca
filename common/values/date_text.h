#ifndef JUMELAGE_COMMON_VALUES_DATE_TEXT_H_
#define JUMELAGE_COMMON_VALUES_DATE_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "jumelage/type/v1/uncertain_date.pb.h"

// How uncertain dates are written in one word, for command lines, tables and indexes. Nothing is
// padded and nothing lost:
//
//   1985-05-12      a day            ~1990        about 1990
//   1977-02         a month          <1990        before 1990
//   1968            a year           >1990-02     after February 1990
//   1990..1994      a range, both bounds included, each a day, a month or a year
//   1990.. ..1994 ..                 ranges with open bounds
//   .. "depuis plus de vingt ans"    with the words of the source: behind a space, in quotation
//                                    marks, of which those within and backslashes have one before
namespace jumelage {

// The text of a date that keeps the rules of the contract.
std::string DateText(const type::v1::UncertainDate& date);

// The date that `text` writes; nullopt for any other form. Whether the calendar has it is for
// CheckUncertainDate to say.
std::optional<type::v1::UncertainDate> ParseDateText(absl::string_view text);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_DATE_TEXT_H_
