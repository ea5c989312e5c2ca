#include "common/filter/compiler.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "common/base/utf8.h"
#include "common/values/sphere.h"
#include "common/values/uncertain_date.h"

namespace jumelage {
namespace {

// Which of an expression's two conditions is compiled: that it certainly holds, or that it possibly
// holds.
enum class Mode { kCertain, kPossible };

Mode Opposite(Mode mode) { return mode == Mode::kCertain ? Mode::kPossible : Mode::kCertain; }

// Greater than every character in UTF-8.
constexpr absl::string_view kAfterCharacters = "\xff";
// A day with this appended is greater than every date key that begins with that day, and less than
// the key of an absent date.
constexpr absl::string_view kAfterDay = ":";

absl::string_view SqlOf(FilterComparator comparator) {
  switch (comparator) {
    case FilterComparator::kLess:
      return "<";
    case FilterComparator::kLessOrEqual:
      return "<=";
    case FilterComparator::kGreater:
      return ">";
    case FilterComparator::kGreaterOrEqual:
      return ">=";
    default:
      return "=";
  }
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

class Compiler {
 public:
  Condition Take() && { return std::move(out_); }

  void Expression(const CheckedFilter& filter, Mode mode) {
    switch (filter.kind) {
      case CheckedFilter::Kind::kAnd:
        return All(filter, " AND ", "1", mode);
      case CheckedFilter::Kind::kOr:
        return All(filter, " OR ", "0", mode);
      case CheckedFilter::Kind::kNot:
        Sql("NOT (");
        Expression(filter.operands[0], Opposite(mode));
        return Sql(")");
      case CheckedFilter::Kind::kPossibly:
        return Expression(filter.operands[0], Mode::kPossible);
      case CheckedFilter::Kind::kTest:
        return Test(filter.test, mode);
    }
  }

 private:
  void Sql(absl::string_view text) { out_.sql.append(text.data(), text.size()); }
  // Adds a parameter and its value.
  void Bind(sqlite::Value value) {
    Sql("?");
    out_.values.push_back(std::move(value));
  }

  void All(const CheckedFilter& filter, absl::string_view separator, absl::string_view none,
           Mode mode) {
    if (filter.operands.empty()) return Sql(none);
    for (size_t i = 0; i < filter.operands.size(); ++i) {
      Sql(i == 0 ? "(" : separator);
      if (i > 0) Sql("(");
      Expression(filter.operands[i], mode);
      Sql(")");
    }
  }

  void Test(const FilterTest& test, Mode mode) {
    if (test.comparator == FilterComparator::kNotEqual) {
      FilterTest equal = test;
      equal.comparator = FilterComparator::kEqual;
      Sql("NOT (");
      Test(equal, Opposite(mode));
      return Sql(")");
    }
    if (test.field->kind == FilterKind::kDistance) return Distance(test, mode);
    if (test.field->kind == FilterKind::kDayTest) return DayTest(test, mode);
    if (test.field->rows.empty()) return Values(test, mode);
    if (test.field->more_rows.empty()) return In(test.field->rows, test, mode);
    Sql("(");
    In(test.field->rows, test, mode);
    Sql(" OR ");
    In(test.field->more_rows, test, mode);
    Sql(")");
  }

  // Adds the condition that one of the values in `rows` passes the test.
  void In(absl::string_view rows, const FilterTest& test, Mode mode) {
    Sql("id IN (");
    Sql(rows);
    if (!test.key.empty()) {
      Sql(test.field->key_column);
      Sql(" = ");
      Bind(test.key);
      Sql(" AND ");
    }
    Sql("(");
    Values(test, mode);
    Sql("))");
  }

  // Adds the condition that the only value of the field, or one of its values, passes the test.
  void Values(const FilterTest& test, Mode mode) {
    if (test.presence) return Presence(test);
    switch (test.field->kind) {
      case FilterKind::kText:
      case FilterKind::kName:
        Text(test);
        if (mode == Mode::kPossible) OrColumn(test, " = ''");
        return;
      case FilterKind::kResourceName:
        Text(test);
        if (test.pattern.open_begin || test.pattern.open_end) {
          Sql(" AND ");
          OfCollection(test);
        }
        return;
      case FilterKind::kTextMap:
        return Text(test);
      case FilterKind::kEnum:
        Range(test, "");
        if (mode == Mode::kPossible) OrColumn(test, " = 0");
        return;
      case FilterKind::kInteger:
        Range(test, mode == Mode::kCertain ? " >= 0" : "");
        if (mode == Mode::kPossible) OrColumn(test, " < 0");
        return;
      case FilterKind::kDate:
        return mode == Mode::kCertain ? CertainDate(test) : PossibleDate(test);
      default:
        return Range(test, "");
    }
  }

  void OrColumn(const FilterTest& test, absl::string_view condition) {
    Sql(" OR ");
    Sql(test.field->column);
    Sql(condition);
  }

  // Adds the condition that there is a value.
  void Presence(const FilterTest& test) {
    switch (test.field->kind) {
      case FilterKind::kTextMap:
        return Sql("1");
      case FilterKind::kEnum:
        return ColumnIs(test, " <> 0");
      case FilterKind::kInteger:
        return ColumnIs(test, " >= 0");
      case FilterKind::kPresence:
        return ColumnIs(test, " = 1");
      case FilterKind::kDate:
        ColumnIs(test, " < ");
        return Bind(std::string(kAbsentDateSortKey));
      case FilterKind::kResourceName:
        return OfCollection(test);
      default:
        return ColumnIs(test, " <> ''");
    }
  }

  // Adds the condition that the column contains a name of the field's collection. The values of a
  // field may be a selection from a column with names of several collections. GLOB's * also matches
  // a slash, so longer names are excluded.
  void OfCollection(const FilterTest& test) {
    const std::string shape = absl::StrCat(test.field->collection, "/*");
    Compare(test, "GLOB", shape);
    Sql(" AND ");
    Compare(test, "NOT GLOB", absl::StrCat(shape, "/*"));
  }

  void ColumnIs(const FilterTest& test, absl::string_view condition) {
    Sql(test.field->column);
    Sql(condition);
  }

  void Compare(const FilterTest& test, absl::string_view comparator, sqlite::Value value) {
    Sql(absl::StrCat(test.field->column, " ", comparator, " "));
    Bind(std::move(value));
  }

  // An empty text in the column stands for an absent value, so no comparison with it holds.
  void Text(const FilterTest& test) {
    const FilterPattern& pattern = test.pattern;
    const std::string& column = test.field->column;
    if ((pattern.open_begin && pattern.open_end) || test.comparator == FilterComparator::kHas) {
      Sql(absl::StrCat("instr(", column, ", "));
      Bind(pattern.text);
      return Sql(") > 0");
    }
    if (pattern.open_begin) {
      Sql(absl::StrCat("substr(", column, ", "));
      Bind(-CountCharacters(pattern.text));
      Sql(") = ");
      return Bind(pattern.text);
    }
    if (pattern.open_end) {
      Compare(test, ">=", pattern.text);
      Sql(" AND ");
      return Compare(test, "<", absl::StrCat(pattern.text, kAfterCharacters));
    }
    if (!test.field->names.empty()) return NameIs(test, column);
    Compare(test, SqlOf(test.comparator), pattern.text);
    const bool below = test.comparator == FilterComparator::kLess ||
                       test.comparator == FilterComparator::kLessOrEqual;
    if (below) Sql(absl::StrCat(" AND ", column, " <> ''"));
  }

  // Adds the condition that the column contains the name in the test, or another name of the same
  // resource.
  void NameIs(const FilterTest& test, absl::string_view column) {
    const std::string& names = test.field->names;
    Sql(names.empty() ? absl::StrCat(column, " = ?") : absl::StrCat(column, " IN ", names));
    out_.values.emplace_back(test.pattern.text);
  }

  // Adds the condition that the number is below, within or above the test's range. `known` is the
  // condition that there is a number; if it is empty, no such condition is added.
  void Range(const FilterTest& test, absl::string_view known) {
    switch (test.comparator) {
      case FilterComparator::kLess:
      case FilterComparator::kGreaterOrEqual:
        Compare(test, SqlOf(test.comparator), test.first);
        break;
      case FilterComparator::kLessOrEqual:
      case FilterComparator::kGreater:
        Compare(test, SqlOf(test.comparator), test.last);
        break;
      default:
        if (test.first == test.last) {
          Compare(test, "=", test.first);
        } else {
          Compare(test, ">=", test.first);
          Sql(" AND ");
          Compare(test, "<=", test.last);
        }
    }
    if (!known.empty()) Sql(absl::StrCat(" AND ", test.field->column, known));
  }

  // Adds a comparison of the latest day in a date's key.
  void CompareLatest(const FilterTest& test, absl::string_view comparator, std::string day) {
    Sql(absl::Substitute("substr($0, $1, $2) $3 ", test.field->column, kSortKeyLatestOffset + 1,
                         kSortKeyDayLength, comparator));
    Bind(std::move(day));
  }

  // The key of a date begins with its earliest day, so the key is less than the text of a given day
  // if that day is later than the earliest day. It is less than the text followed by kAfterDay if
  // that day is the earliest day or later.
  void CertainDate(const FilterTest& test) {
    const std::string first = DayText(test.days.first);
    const std::string last = DayText(test.days.last);
    const std::string after_last = absl::StrCat(last, kAfterDay);
    switch (test.comparator) {
      case FilterComparator::kLess:
        Compare(test, "<", first);
        Sql(" AND ");
        return CompareLatest(test, "<", first);
      case FilterComparator::kLessOrEqual:
        Compare(test, "<", after_last);
        Sql(" AND ");
        return CompareLatest(test, "<=", last);
      case FilterComparator::kGreater:
        Compare(test, ">=", after_last);
        Sql(" AND ");
        return Compare(test, "<", std::string(kAbsentDateSortKey));
      case FilterComparator::kGreaterOrEqual:
        Compare(test, ">=", first);
        Sql(" AND ");
        return Compare(test, "<", std::string(kAbsentDateSortKey));
      default:
        Compare(test, ">=", first);
        Sql(" AND ");
        Compare(test, "<", after_last);
        Sql(" AND ");
        return CompareLatest(test, "<=", last);
    }
  }

  void PossibleDate(const FilterTest& test) {
    const std::string first = DayText(test.days.first);
    const std::string last = DayText(test.days.last);
    const std::string after_last = absl::StrCat(last, kAfterDay);
    switch (test.comparator) {
      case FilterComparator::kLess:
        Compare(test, "<", first);
        break;
      case FilterComparator::kLessOrEqual:
        Compare(test, "<", after_last);
        break;
      case FilterComparator::kGreater:
        CompareLatest(test, ">", last);
        break;
      case FilterComparator::kGreaterOrEqual:
        CompareLatest(test, ">=", first);
        break;
      default:
        Compare(test, "<", after_last);
        Sql(" AND ");
        CompareLatest(test, ">=", first);
    }
    Sql(" OR ");
    Compare(test, "=", std::string(kAbsentDateSortKey));
  }

  // Adds the condition that the state is possible on the day and, for kCertain, that no other state
  // is.
  void DayTest(const FilterTest& test, Mode mode) {
    const absl::CivilDay day = test.days.first;
    const int64_t number = day.year() * 10000 + int64_t{day.month()} * 100 + day.day();
    const auto possible = [&](absl::string_view condition) {
      Sql(absl::StrCat("EXISTS (", test.field->rows, "(", test.field->column, ")", condition, ")"));
      out_.values.emplace_back(number);
      out_.values.emplace_back(number);
    };
    possible(" = 1");
    if (mode == Mode::kPossible) return;
    Sql(" AND NOT ");
    possible(" = 0");
  }

  // An unknown distance is possibly less and possibly greater than any number, so a comparison
  // possibly holds if its opposite does not certainly hold.
  void Distance(const FilterTest& test, Mode mode) {
    if (mode == Mode::kCertain) return CertainDistance(test);
    FilterTest opposite = test;
    switch (test.comparator) {
      case FilterComparator::kLess:
        opposite.comparator = FilterComparator::kGreaterOrEqual;
        break;
      case FilterComparator::kLessOrEqual:
        opposite.comparator = FilterComparator::kGreater;
        break;
      case FilterComparator::kGreater:
        opposite.comparator = FilterComparator::kLessOrEqual;
        break;
      default:
        opposite.comparator = FilterComparator::kLess;
    }
    Sql("NOT (");
    CertainDistance(opposite);
    Sql(")");
  }

  // Selects the rows whose place is at the wanted distance from the given place, `p`. For < and <=,
  // z is also bounded, so that an index can be used. If `p` is the place of a resource, that
  // resource is selected from the main database, because a temporary table with the same name may
  // hold the rows of the list.
  void CertainDistance(const FilterTest& test) {
    const std::string& table = test.field->collection;
    const std::string& column = test.field->column;
    Sql(absl::Substitute("id IN (SELECT c.id FROM $0 c, (", table));
    if (test.pattern.text.empty()) {
      const SpherePoint point = ToSphere(test.latitude, test.longitude);
      Sql("SELECT ");
      Bind(point.x);
      Sql(" AS x, ");
      Bind(point.y);
      Sql(" AS y, ");
      Bind(point.z);
      Sql(" AS z");
    } else {
      Sql(absl::Substitute("SELECT $0x AS x, $0y AS y, $0z AS z FROM main.$1 WHERE $0z <= 1 AND ",
                           column, table));
      NameIs(test, "name");
    }
    const double chord = SquaredChord(test.km);
    Sql(
        absl::Substitute(") p WHERE (c.$0x - p.x) * (c.$0x - p.x) + (c.$0y - p.y) * (c.$0y - p.y) "
                         "+ (c.$0z - p.z) * (c.$0z - p.z) $1 ",
                         column, SqlOf(test.comparator)));
    Bind(chord);
    const bool within = test.comparator == FilterComparator::kLess ||
                        test.comparator == FilterComparator::kLessOrEqual;
    if (within) {
      Sql(absl::Substitute(" AND c.$0z BETWEEN p.z - ", column));
      Bind(std::sqrt(chord));
      Sql(" AND p.z + ");
      Bind(std::sqrt(chord));
    }
    Sql(absl::Substitute(" AND c.$0z <= 1)", column));
  }

  Condition out_;
};

}  // namespace

Condition CompileFilter(const CheckedFilter& filter) {
  Compiler compiler;
  compiler.Expression(filter, Mode::kCertain);
  return std::move(compiler).Take();
}

}  // namespace jumelage
