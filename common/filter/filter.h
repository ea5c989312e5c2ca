#ifndef JUMELAGE_COMMON_FILTER_FILTER_H_
#define JUMELAGE_COMMON_FILTER_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"

namespace jumelage {

// A field that a List method can filter by, and what its values are. Made once a method, by the
// functions below; immutable.
class FilterField {
 public:
  enum class Kind { kText, kEnum, kResourceName };

  // Any text that is not empty.
  static FilterField Text(absl::string_view name);
  // The values of `descriptor` without their common prefix and without ..._UNSPECIFIED, which must
  // be its first: ACTIVE for TWINNING_STATE_ACTIVE.
  static FilterField Enum(absl::string_view name,
                          const google::protobuf::EnumDescriptor* descriptor);
  // "COLLECTION/ID".
  static FilterField ResourceName(absl::string_view name, absl::string_view collection);

  const std::string& name() const { return name_; }
  Kind kind() const { return kind_; }

 private:
  friend class FilterChecker;
  struct EnumValue {
    std::string name;
    int number;
  };

  FilterField(absl::string_view name, Kind kind) : name_(name), kind_(kind) {}

  std::string name_;
  Kind kind_;
  std::vector<EnumValue> values_;
  std::string collection_;
};

// `field = value`, checked.
struct FilterTerm {
  std::string field;
  // As the caller wrote it, without quotes.
  std::string value;
  // The value's number if the field is an enum.
  int number = 0;
};

// The terms of a List request's `filter` in its order; all of them must hold. Empty for an empty
// one. FILTER_INVALID (INVALID_ARGUMENT), telling column and place: the filter can't be parsed
// (parser.h), or, all at once: a field that is not in `fields` or comes twice, a value that its
// field can't have.
absl::StatusOr<std::vector<FilterTerm>> ParseFilter(absl::string_view filter,
                                                    absl::Span<const FilterField> fields);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_FILTER_FILTER_H_
