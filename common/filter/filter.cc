#include "common/filter/filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/filter/filter_error.h"
#include "common/filter/parser.h"

namespace jumelage {

FilterField FilterField::Text(absl::string_view name) { return FilterField(name, Kind::kText); }

FilterField FilterField::Enum(absl::string_view name,
                              const google::protobuf::EnumDescriptor* descriptor) {
  FilterField field(name, Kind::kEnum);
  const absl::string_view prefix = absl::StripSuffix(descriptor->value(0)->name(), "UNSPECIFIED");
  for (int i = 1; i < descriptor->value_count(); ++i) {
    const auto* value = descriptor->value(i);
    field.values_.push_back(
        {std::string(absl::StripPrefix(value->name(), prefix)), value->number()});
  }
  return field;
}

FilterField FilterField::ResourceName(absl::string_view name, absl::string_view collection) {
  FilterField field(name, Kind::kResourceName);
  field.collection_ = std::string(collection);
  return field;
}

// Turns comparisons into terms of a method's fields, collecting what is wrong with them.
class FilterChecker {
 public:
  explicit FilterChecker(absl::Span<const FilterField> fields) : fields_(fields) {}

  void Add(const FilterComparison& comparison) {
    const FilterToken& name = comparison.field;
    const auto field =
        std::find_if(fields_.begin(), fields_.end(),
                     [&name](const FilterField& field) { return field.name() == name.text; });
    if (field == fields_.end()) {
      problems_.push_back({name.offset, UnknownField(name.text)});
      return;
    }
    if (std::any_of(terms_.begin(), terms_.end(),
                    [&name](const FilterTerm& term) { return term.field == name.text; })) {
      problems_.push_back({name.offset, absl::StrCat(name.text, " comes twice")});
      return;
    }
    FilterTerm term{field->name(), comparison.value.text};
    const std::string problem = CheckValue(*field, &term);
    if (!problem.empty()) problems_.push_back({comparison.value.offset, problem});
    // Kept all the same, to find out whether the field comes again.
    terms_.push_back(std::move(term));
  }

  absl::StatusOr<std::vector<FilterTerm>> Finish(absl::string_view filter) && {
    if (!problems_.empty()) return FilterInvalidError(filter, problems_);
    return std::move(terms_);
  }

 private:
  std::string UnknownField(absl::string_view name) const {
    return absl::StrCat(
        "there is no field ", name, "; the fields are ",
        absl::StrJoin(fields_, ", ", [](std::string* out, const FilterField& field) {
          out->append(field.name());
        }));
  }

  // What is wrong with the term's value, or "". Sets the number of an enum value.
  static std::string CheckValue(const FilterField& field, FilterTerm* term) {
    switch (field.kind_) {
      case FilterField::Kind::kText:
        return term->value.empty() ? absl::StrCat(field.name(), " is compared with nothing") : "";
      case FilterField::Kind::kResourceName:
        if (ParseResourceName(term->value, field.collection_).has_value()) return "";
        return absl::StrCat(field.name(), " is compared with a name such as ", field.collection_,
                            "/ID");
      case FilterField::Kind::kEnum:
        for (const FilterField::EnumValue& value : field.values_) {
          if (value.name != term->value) continue;
          term->number = value.number;
          return "";
        }
        return absl::StrCat(
            field.name(), " is one of ",
            absl::StrJoin(field.values_, ", ",
                          [](std::string* out, const FilterField::EnumValue& value) {
                            out->append(value.name);
                          }));
    }
    return "";
  }

  const absl::Span<const FilterField> fields_;
  std::vector<FilterTerm> terms_;
  std::vector<FilterProblem> problems_;
};

absl::StatusOr<std::vector<FilterTerm>> ParseFilter(absl::string_view filter,
                                                    absl::Span<const FilterField> fields) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<FilterComparison> comparisons,
                            ParseFilterText(filter));
  FilterChecker checker(fields);
  for (const FilterComparison& comparison : comparisons) checker.Add(comparison);
  return std::move(checker).Finish(filter);
}

}  // namespace jumelage
