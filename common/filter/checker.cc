#include "common/filter/checker.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/filter/filter_error.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"

namespace jumelage {
namespace {

constexpr absl::string_view kPossibly = "possibly";

bool IsOrdering(FilterComparator comparator) {
  return comparator == FilterComparator::kLess || comparator == FilterComparator::kLessOrEqual ||
         comparator == FilterComparator::kGreater ||
         comparator == FilterComparator::kGreaterOrEqual;
}

// Whether values of this kind have an order.
bool IsOrdered(FilterKind kind) {
  return kind == FilterKind::kText || kind == FilterKind::kName || kind == FilterKind::kInteger ||
         kind == FilterKind::kDate || kind == FilterKind::kTime || kind == FilterKind::kDistance;
}

// Whether `expression` is only a value: neither a comparison nor a call.
bool IsValue(const FilterExpression& expression) {
  return expression.kind == FilterExpression::Kind::kRestriction && expression.operands.empty() &&
         !expression.left.call;
}

// Whether `operand` is a single quoted string.
bool IsQuoted(const FilterOperand& operand) {
  return operand.path.size() == 1 && operand.path[0].kind == FilterTokenKind::kString;
}

class Checker {
 public:
  explicit Checker(const FilterSchema& schema) : schema_(schema) {}

  CheckedFilter Check(const FilterExpression& expression) {
    switch (expression.kind) {
      case FilterExpression::Kind::kAnd:
        return CheckAll(CheckedFilter::Kind::kAnd, expression.operands);
      case FilterExpression::Kind::kOr:
        return CheckAll(CheckedFilter::Kind::kOr, expression.operands);
      case FilterExpression::Kind::kNot:
        return CheckAll(CheckedFilter::Kind::kNot, expression.operands);
      case FilterExpression::Kind::kRestriction:
        break;
    }
    if (expression.left.call) return CheckCall(expression);
    return expression.operands.empty() ? CheckLone(expression.left) : CheckComparison(expression);
  }

  const std::vector<FilterProblem>& problems() const { return problems_; }

 private:
  CheckedFilter CheckAll(CheckedFilter::Kind kind, const std::vector<FilterExpression>& operands) {
    CheckedFilter checked;
    checked.kind = kind;
    for (const FilterExpression& operand : operands) checked.operands.push_back(Check(operand));
    return checked;
  }

  CheckedFilter Tested(FilterTest test) {
    CheckedFilter checked;
    checked.kind = CheckedFilter::Kind::kTest;
    checked.test = std::move(test);
    return checked;
  }

  CheckedFilter Problem(size_t offset, std::string what) {
    problems_.push_back({offset, std::move(what)});
    return CheckedFilter();
  }

  // Checks a value, or the name of a boolean field, without a comparison.
  CheckedFilter CheckLone(const FilterOperand& value) {
    FilterTest test;
    const FilterField* named = IsQuoted(value) ? nullptr : schema_.Find(value.Name());
    if (named != nullptr && named->kind == FilterKind::kBool) {
      test.field = named;
      test.first = test.last = 1;
      return Tested(std::move(test));
    }
    if (named != nullptr) {
      return Problem(value.offset,
                     absl::StrCat(named->name, named->IsFunction() ? " needs its arguments"
                                                                   : " needs a comparison"));
    }
    test.field = schema_.anywhere();
    if (test.field == nullptr) {
      return Problem(value.offset,
                     "a value without a field is not allowed here; expected FIELD = VALUE");
    }
    test.comparator = FilterComparator::kHas;
    return CheckValue(value, std::move(test));
  }

  // member comparator arg
  CheckedFilter CheckComparison(const FilterExpression& expression) {
    FilterTest test;
    if (!FindField(expression.left, &test)) {
      // The value can't be checked without the field.
      return CheckedFilter();
    }
    if (IsOrdering(expression.comparator) && !IsOrdered(test.field->kind) &&
        test.field->kind != FilterKind::kTextMap) {
      return Problem(expression.left.offset,
                     absl::StrCat(test.field->name, " has no order; compare it using = != or :"));
    }
    test.comparator = expression.comparator;
    return CheckArgument(expression.operands[0], test);
  }

  // Finds the field that `operand` names and, for a map, the key. If `operand` is quoted, or does
  // not name a field, adds a problem and returns false.
  bool FindField(const FilterOperand& operand, FilterTest* test) {
    if (IsQuoted(operand)) {
      Problem(operand.offset, "expected a field, without quotes");
      return false;
    }
    test->field = schema_.Find(operand.Name());
    if (test->field == nullptr && operand.path.size() == 2) {
      const FilterField* map = schema_.Find(operand.path[0].text);
      if (map != nullptr && map->kind == FilterKind::kTextMap) {
        test->field = map;
        test->key = operand.path[1].text;
      }
    }
    if (test->field != nullptr && test->field->IsFunction()) {
      Problem(operand.offset, absl::StrCat(test->field->name, " needs its arguments"));
      return false;
    }
    if (test->field == nullptr) {
      Problem(operand.offset, absl::StrCat("there is no field ", operand.Name(),
                                           "; the fields are ", schema_.Names(false)));
    }
    return test->field != nullptr;
  }

  // Checks the right side of a comparison: a value, or a composite of values. The field of `test`
  // is compared with each of the values.
  CheckedFilter CheckArgument(const FilterExpression& argument, const FilterTest& test) {
    if (IsValue(argument)) return CheckValue(argument.left, test);
    if (argument.kind == FilterExpression::Kind::kRestriction) {
      return Problem(argument.offset,
                     absl::StrCat(test.field->name, " must be compared with a value here"));
    }
    if (test.comparator != FilterComparator::kEqual && test.comparator != FilterComparator::kHas) {
      return Problem(argument.offset, "several values can be compared only using = or :");
    }
    CheckedFilter checked;
    checked.kind = argument.kind == FilterExpression::Kind::kAnd  ? CheckedFilter::Kind::kAnd
                   : argument.kind == FilterExpression::Kind::kOr ? CheckedFilter::Kind::kOr
                                                                  : CheckedFilter::Kind::kNot;
    for (const FilterExpression& operand : argument.operands) {
      checked.operands.push_back(CheckArgument(operand, test));
    }
    return checked;
  }

  CheckedFilter CheckValue(const FilterOperand& value, FilterTest test) {
    const std::optional<FilterPattern> pattern = ReadPattern(value);
    if (!pattern) {
      return Problem(value.offset,
                     R"(a * must be at the beginning or end of a text; in quotes, \* is a star)");
    }
    test.pattern = *pattern;
    test.presence = pattern->IsAny();
    const std::string problem = test.presence ? Presence(&test) : ReadValue(*pattern, &test);
    if (!problem.empty()) return Problem(value.offset, problem);
    const bool within = test.field->kind == FilterKind::kText ||
                        test.field->kind == FilterKind::kName ||
                        test.field->kind == FilterKind::kTextMap;
    if (test.comparator == FilterComparator::kHas && (!within || test.presence)) {
      test.comparator = FilterComparator::kEqual;
    }
    return Tested(std::move(test));
  }

  static std::string Presence(FilterTest* test) {
    if (IsOrdering(test->comparator)) return "* can be compared only using = != or :";
    if (test->field->kind == FilterKind::kBool || test->field->kind == FilterKind::kTime) {
      return absl::StrCat(test->field->name, " always has a value; do not compare it with *");
    }
    return "";
  }

  // Parses the value according to the kind of its field. Returns the problem, or "".
  static std::string ReadValue(const FilterPattern& pattern, FilterTest* test) {
    const FilterField& field = *test->field;
    const bool open = pattern.open_begin || pattern.open_end;
    switch (field.kind) {
      case FilterKind::kText:
      case FilterKind::kName:
      case FilterKind::kTextMap:
        return ReadText(test);
      case FilterKind::kResourceName:
        if (open || ParseResourceName(pattern.text, field.collection).has_value()) return "";
        return absl::StrCat(field.name, " must be compared with a name such as ",
                            NameShape(field.collection));
      case FilterKind::kPresence:
        return absl::StrCat(field.name, " can be tested only by ", field.name, ":*");
      default:
        break;
    }
    if (open) return absl::StrCat(field.name, " is not a text; use * alone to test for a value");
    return ReadSingle(pattern.text, test);
  }

  static std::string ReadText(FilterTest* test) {
    FilterPattern& pattern = test->pattern;
    const FilterField& field = *test->field;
    if (pattern.text.empty()) return absl::StrCat(field.name, " must not be compared with \"\"");
    const bool open = pattern.open_begin || pattern.open_end;
    if (open && IsOrdering(test->comparator)) return "a text with * has no order";
    if (field.kind == FilterKind::kTextMap && test->key.empty()) {
      // map:key tests whether the key exists.
      if (test->comparator != FilterComparator::kHas || open) {
        return absl::StrCat(field.name, " must be compared by key, as ", field.name, ".KEY");
      }
      test->key = std::move(pattern.text);
      test->presence = true;
    }
    if (field.kind != FilterKind::kName) return "";
    // A part of a name is folded too, so it needs something that folding keeps.
    const bool part = open || test->comparator == FilterComparator::kHas;
    if (part && FoldText(pattern.text).empty()) {
      return absl::StrCat(field.name, " must be compared with letters or digits");
    }
    pattern.text = NameKey(pattern.text);
    return "";
  }

  // Parses a value that is not a text.
  static std::string ReadSingle(const std::string& text, FilterTest* test) {
    const FilterField& field = *test->field;
    switch (field.kind) {
      case FilterKind::kEnum:
        return ReadEnum(text, test);
      case FilterKind::kInteger:
        if (const auto number = ReadInteger(text)) {
          test->first = test->last = *number;
          return "";
        }
        return absl::StrCat(field.name, " must be compared with a whole number");
      case FilterKind::kBool:
        test->first = test->last = text == "true" ? 1 : 0;
        if (text == "true" || text == "false") return "";
        return absl::StrCat(field.name, " must be true or false");
      case FilterKind::kDate:
        if (const auto days = ReadDays(text)) {
          test->days = *days;
          return "";
        }
        return absl::StrCat(field.name,
                            " must be compared with a date: 1985, 1985-05 or 1985-05-12");
      default:
        if (const auto times = ReadTimes(text)) {
          test->first = times->first;
          test->last = times->last;
          return "";
        }
        return absl::StrCat(field.name,
                            " must be compared with a day, 2024-05-09, or a time in quotes, "
                            "\"2024-05-09T12:00:00Z\"");
    }
  }

  static std::string ReadEnum(const std::string& text, FilterTest* test) {
    for (const FilterField::EnumValue& value : test->field->values) {
      if (text != value.name && text != value.full_name) continue;
      test->first = test->last = value.number;
      return "";
    }
    return absl::StrCat(test->field->name, " must be one of ",
                        absl::StrJoin(test->field->values, ", ",
                                      [](std::string* out, const FilterField::EnumValue& value) {
                                        out->append(value.name);
                                      }));
  }

  // function [ comparator arg ]
  CheckedFilter CheckCall(const FilterExpression& expression) {
    const FilterOperand& call = expression.left;
    if (call.Name() == kPossibly) return CheckPossibly(expression);
    const FilterField* function = schema_.Find(call.Name());
    if (function == nullptr || !function->IsFunction()) {
      const std::string others = schema_.Names(true);
      return Problem(call.offset,
                     absl::StrCat("there is no function ", call.Name(), "; the functions are ",
                                  kPossibly, others.empty() ? "" : ", ", others));
    }
    return function->kind == FilterKind::kDayTest ? CheckDayTest(*function, expression)
                                                  : CheckDistance(*function, expression);
  }

  CheckedFilter CheckPossibly(const FilterExpression& expression) {
    if (expression.left.arguments.size() != 1 || !expression.operands.empty()) {
      return Problem(expression.offset,
                     "possibly takes one condition, and must not be compared with anything");
    }
    return CheckAll(CheckedFilter::Kind::kPossibly, expression.left.arguments);
  }

  CheckedFilter CheckDayTest(const FilterField& function, const FilterExpression& expression) {
    const std::vector<FilterExpression>& arguments = expression.left.arguments;
    std::optional<FilterDays> days;
    if (arguments.size() == 1 && IsValue(arguments[0])) days = ReadDays(arguments[0].left.Name());
    if (!days || days->first != days->last || !expression.operands.empty()) {
      return Problem(expression.offset,
                     absl::StrCat(function.name, " takes one day, as in ", function.name,
                                  "(2024-05-09), and must not be compared with anything"));
    }
    FilterTest test;
    test.field = &function;
    test.days = *days;
    return Tested(std::move(test));
  }

  CheckedFilter CheckDistance(const FilterField& function, const FilterExpression& expression) {
    FilterTest test;
    test.field = &function;
    if (!ReadPlace(expression.left.arguments, &test)) {
      return Problem(expression.offset,
                     absl::StrCat(function.name, " takes a name such as \"", function.collection,
                                  "/ID\", or latitude and longitude in degrees"));
    }
    if (!IsOrdering(expression.comparator)) {
      return Problem(expression.offset,
                     absl::StrCat(function.name, " must be compared using < <= > or >="));
    }
    test.comparator = expression.comparator;
    const FilterExpression& argument = expression.operands[0];
    const std::optional<double> km =
        IsValue(argument) ? ReadNumber(argument.left.Name()) : std::nullopt;
    if (!km || *km < 0) {
      return Problem(argument.offset,
                     absl::StrCat(function.name, " must be compared with a number of kilometres"));
    }
    test.km = *km;
    return Tested(std::move(test));
  }

  static bool ReadPlace(const std::vector<FilterExpression>& arguments, FilterTest* test) {
    for (const FilterExpression& argument : arguments) {
      if (!IsValue(argument)) return false;
    }
    if (arguments.size() == 1) {
      test->pattern.text = arguments[0].left.Name();
      return ParseResourceName(test->pattern.text, test->field->collection).has_value();
    }
    if (arguments.size() != 2) return false;
    const std::optional<double> latitude = ReadNumber(arguments[0].left.Name());
    const std::optional<double> longitude = ReadNumber(arguments[1].left.Name());
    if (!latitude || !longitude) return false;
    test->latitude = *latitude;
    test->longitude = *longitude;
    return *latitude >= -90 && *latitude <= 90 && *longitude >= -180 && *longitude <= 180;
  }

  const FilterSchema& schema_;
  std::vector<FilterProblem> problems_;
};

}  // namespace

absl::StatusOr<CheckedFilter> CheckFilter(absl::string_view filter,
                                          const FilterExpression& expression,
                                          const FilterSchema& schema) {
  Checker checker(schema);
  CheckedFilter checked = checker.Check(expression);
  if (!checker.problems().empty()) return FilterInvalidError(filter, checker.problems());
  return checked;
}

}  // namespace jumelage
