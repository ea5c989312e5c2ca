#ifndef JUMELAGE_COMMON_FILTER_FIELD_H_
#define JUMELAGE_COMMON_FILTER_FIELD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace jumelage {

enum class FilterKind {
  kText,          // Compared as is. Empty: unknown.
  kName,          // Compared by its key (NameKey). Empty: unknown.
  kEnum,          // 0: unknown.
  kResourceName,  // Empty: none.
  kInteger,       // Negative: unknown.
  kDate,          // SortKey of an uncertain date. kAbsentDateSortKey: unknown.
  kTime,          // Microseconds since 1970 (UTC).
  kBool,          // 0 or 1.
  kTextMap,       // Texts by key.
  kPresence,      // Only whether there is a value: 0 or 1.
  kDistance,      // A function: the distance from a place, in kilometres.
  kDayTest,       // A function: whether a state holds on a day.
};

// A field or function that a filter may name, the values that it may be compared with, and its
// columns in the view. Made once per List method, and only from literals in the source code,
// because the texts become part of the SQL. Immutable.
//
// `column` is a column of the listed table and never NULL. A field that may have any number of
// values also has `rows`: a SELECT that returns the ids of the rows that own the values, and that
// ends in WHERE or AND. `column` is then a column of the tables in this SELECT. A comparison holds
// if it holds for one of the values; != holds if = holds for none.
struct FilterField {
  struct EnumValue {
    std::string name;       // ACTIVE
    std::string full_name;  // STATE_ACTIVE
    int number;
  };

  static FilterField Text(absl::string_view name, absl::string_view column);
  static FilterField Name(absl::string_view name, absl::string_view column);
  // The field has the values of `descriptor`, except the first one, which must be ..._UNSPECIFIED.
  // Filters may write a value with or without the prefix that it shares with the first one.
  static FilterField Enum(absl::string_view name,
                          const google::protobuf::EnumDescriptor* descriptor,
                          absl::string_view column);
  // The values of the field are names "COLLECTION/ID".
  static FilterField ResourceName(absl::string_view name, absl::string_view collection,
                                  absl::string_view column);
  static FilterField Integer(absl::string_view name, absl::string_view column);
  static FilterField Date(absl::string_view name, absl::string_view column);
  static FilterField Time(absl::string_view name, absl::string_view column);
  static FilterField Bool(absl::string_view name, absl::string_view column);
  // Filters write NAME.KEY, or NAME:KEY to test whether the key exists. There may be any number of
  // texts per key. Both columns are columns of the tables in `rows`.
  static FilterField TextMap(absl::string_view name, absl::string_view rows,
                             absl::string_view key_column, absl::string_view column);
  // `column` is a condition on the table's row that is 0 or 1.
  static FilterField Presence(absl::string_view name, absl::string_view column);
  // distance("COLLECTION/ID") and distance(LATITUDE, LONGITUDE): the distance of a row of the table
  // `collection` from the given place. The table has the columns of a SpherePoint: `column`
  // followed by x, y and z. A z above 1 means that the place is unknown.
  static FilterField Distance(absl::string_view name, absl::string_view collection,
                              absl::string_view column);
  // NAME(DAY). `rows` has two ? for the day, as the number YYYYMMDD, and selects the possible
  // states of the table's row on that day. `column` is 1 for the states that the function tests
  // for. The result is certain if no other state is possible.
  static FilterField DayTest(absl::string_view name, absl::string_view rows,
                             absl::string_view column);

  // Returns the same field, but with any number of values, which `of_rows` selects (see `rows`).
  FilterField In(absl::string_view of_rows) &&;
  // Returns the same field (a resource name or a distance), but for resources that may have several
  // names. `names_of` is a subquery in parentheses. It returns all names of the resource that its
  // single ? names.
  FilterField Alike(absl::string_view names_of) &&;
  // Returns the same field, but with further values, which `of_rows` selects in the same way as
  // `rows`. A comparison also holds if it holds for one of these values.
  FilterField AndIn(absl::string_view of_rows) &&;
  bool IsFunction() const { return kind == FilterKind::kDistance || kind == FilterKind::kDayTest; }

  FilterKind kind;
  std::string name;
  std::string column;
  std::string rows;
  std::string more_rows;
  std::string key_column;
  std::string names;
  std::string collection;
  std::vector<EnumValue> values;
};

// The fields and functions that the filters of one List method may name. Made once. Immutable and
// thread-safe.
class FilterSchema {
 public:
  // `anywhere` names the kName field in which values without a field are searched for. If it is
  // empty, such values are refused.
  explicit FilterSchema(std::vector<FilterField> fields, absl::string_view anywhere = "");

  // Returns null if there is no field or function of this name.
  const FilterField* Find(absl::string_view name) const;
  const FilterField* anywhere() const { return Find(anywhere_); }
  // Returns the names of all fields, or of all functions: "country, region, kind".
  std::string Names(bool functions) const;

 private:
  std::vector<FilterField> fields_;
  std::string anywhere_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_FIELD_H_
