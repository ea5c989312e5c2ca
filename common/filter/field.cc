#include "common/filter/field.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace jumelage {
namespace {

FilterField Plain(FilterKind kind, absl::string_view name, absl::string_view column) {
  FilterField field{};
  field.kind = kind;
  field.name = std::string(name);
  field.column = std::string(column);
  return field;
}

}  // namespace

FilterField FilterField::Text(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kText, name, column);
}

FilterField FilterField::Name(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kName, name, column);
}

FilterField FilterField::Enum(absl::string_view name,
                              const google::protobuf::EnumDescriptor* descriptor,
                              absl::string_view column) {
  FilterField field = Plain(FilterKind::kEnum, name, column);
  const absl::string_view prefix = absl::StripSuffix(descriptor->value(0)->name(), "UNSPECIFIED");
  for (int i = 1; i < descriptor->value_count(); ++i) {
    const auto* value = descriptor->value(i);
    field.values.push_back(
        {std::string(absl::StripPrefix(value->name(), prefix)), value->name(), value->number()});
  }
  return field;
}

FilterField FilterField::ResourceName(absl::string_view name, absl::string_view collection,
                                      absl::string_view column) {
  FilterField field = Plain(FilterKind::kResourceName, name, column);
  field.collection = std::string(collection);
  return field;
}

FilterField FilterField::Integer(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kInteger, name, column);
}

FilterField FilterField::Date(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kDate, name, column);
}

FilterField FilterField::Time(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kTime, name, column);
}

FilterField FilterField::Bool(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kBool, name, column);
}

FilterField FilterField::TextMap(absl::string_view name, absl::string_view rows,
                                 absl::string_view key_column, absl::string_view column) {
  FilterField field = Plain(FilterKind::kTextMap, name, column);
  field.key_column = std::string(key_column);
  return std::move(field).In(rows);
}

FilterField FilterField::Presence(absl::string_view name, absl::string_view column) {
  return Plain(FilterKind::kPresence, name, column);
}

FilterField FilterField::Distance(absl::string_view name, absl::string_view collection,
                                  absl::string_view column) {
  FilterField field = Plain(FilterKind::kDistance, name, column);
  field.collection = std::string(collection);
  return field;
}

FilterField FilterField::DayTest(absl::string_view name, absl::string_view rows,
                                 absl::string_view column) {
  return Plain(FilterKind::kDayTest, name, column).In(rows);
}

FilterField FilterField::In(absl::string_view of_rows) && {
  rows = std::string(of_rows);
  return std::move(*this);
}

FilterField FilterField::AndIn(absl::string_view of_rows) && {
  more_rows = std::string(of_rows);
  return std::move(*this);
}

FilterField FilterField::Alike(absl::string_view names_of) && {
  names = std::string(names_of);
  return std::move(*this);
}

FilterSchema::FilterSchema(std::vector<FilterField> fields, absl::string_view anywhere)
    : fields_(std::move(fields)), anywhere_(anywhere) {}

const FilterField* FilterSchema::Find(absl::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const FilterField& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

std::string FilterSchema::Names(bool functions) const {
  std::string names;
  for (const FilterField& field : fields_) {
    if (field.IsFunction() != functions) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", field.name);
  }
  return names;
}

}  // namespace jumelage
