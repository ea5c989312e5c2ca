#ifndef JUMELAGE_COMMON_FILTER_FIELD_H_
#define JUMELAGE_COMMON_FILTER_FIELD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace jumelage {

enum class FilterKind {
  kText,          // compared as it is; empty: not known
  kName,          // compared folded (FoldText); empty: not known
  kEnum,          // 0: not known
  kResourceName,  // empty: none
  kInteger,       // negative: not known
  kDate,          // SortKey of an uncertain date; kAbsentDateSortKey: not known
  kTime,          // microseconds since 1970 (UTC)
  kBool,          // 0 or 1
  kTextMap,       // texts by key
  kPresence,      // only whether there is one: 0 or 1
  kDistance,      // a function: from a place, in kilometres
  kDayTest,       // a function: whether something is so on a day
};

// A field or function that a filter may name, what it may be compared with, and where the view
// keeps it. Made once a List method, of text that stands in our source; immutable.
//
// `column` is a column of the listed table, never NULL. A field that may have any number of values
// has `rows` besides: a SELECT of the ids of their owners that ends in WHERE or AND; `column` is
// then one of what it selects from. A comparison holds if it does for one of the values, and !=
// if = does for none.
struct FilterField {
  struct EnumValue {
    std::string name;       // ACTIVE
    std::string full_name;  // STATE_ACTIVE
    int number;
  };

  static FilterField Text(absl::string_view name, absl::string_view column);
  static FilterField Name(absl::string_view name, absl::string_view column);
  // The values of `descriptor` but its first, which must be ..._UNSPECIFIED; written with or
  // without the prefix that they have in common with it.
  static FilterField Enum(absl::string_view name,
                          const google::protobuf::EnumDescriptor* descriptor,
                          absl::string_view column);
  // "COLLECTION/ID".
  static FilterField ResourceName(absl::string_view name, absl::string_view collection,
                                  absl::string_view column);
  static FilterField Integer(absl::string_view name, absl::string_view column);
  static FilterField Date(absl::string_view name, absl::string_view column);
  static FilterField Time(absl::string_view name, absl::string_view column);
  static FilterField Bool(absl::string_view name, absl::string_view column);
  // NAME.KEY, with any number of texts a key, whose columns are among what `rows` selects from.
  static FilterField TextMap(absl::string_view name, absl::string_view rows,
                             absl::string_view key_column, absl::string_view column);
  // A condition on the table's row that is 0 or 1.
  static FilterField Presence(absl::string_view name, absl::string_view column);
  // distance("COLLECTION/ID") and distance(LATITUDE, LONGITUDE), of the rows of the table
  // `collection`, which has the columns of a SpherePoint: `column` with x, y and z behind it; a z
  // above 1 stands for a place that is not known.
  static FilterField Distance(absl::string_view name, absl::string_view collection,
                              absl::string_view column);
  // NAME(DAY). `rows` has two ? for the day, as the number YYYYMMDD, and selects whatever may be so
  // with the table's row on that day; `column` is 1 where that is what is asked for. It is certain
  // where nothing else may be.
  static FilterField DayTest(absl::string_view name, absl::string_view rows,
                             absl::string_view column);

  // The same field with any number of values.
  FilterField In(absl::string_view of_rows) &&;
  // The same resource name or distance, where a resource has several names: `names_of` is a
  // subquery of all that mean what its one ? does.
  FilterField Alike(absl::string_view names_of) &&;
  bool IsFunction() const { return kind == FilterKind::kDistance || kind == FilterKind::kDayTest; }

  FilterKind kind;
  std::string name;
  std::string column;
  std::string rows;
  std::string key_column;
  std::string names;
  std::string collection;
  std::vector<EnumValue> values;
};

// What the filters of one List method may name. Made once; immutable and thread-safe.
class FilterSchema {
 public:
  // `anywhere` is the kName among the fields in which a value that stands alone is looked for;
  // empty: such values are refused.
  explicit FilterSchema(std::vector<FilterField> fields, absl::string_view anywhere = "");

  // Null where there is none.
  const FilterField* Find(absl::string_view name) const;
  const FilterField* anywhere() const { return Find(anywhere_); }
  // "country, region, kind": all fields, or all functions.
  std::string Names(bool functions) const;

 private:
  std::vector<FilterField> fields_;
  std::string anywhere_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_FIELD_H_
