#include "common/filter/parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/filter/filter_error.h"
#include "common/filter/lexer.h"

namespace jumelage {
namespace {

using Kind = FilterTokenKind;

FilterComparator ComparatorOf(absl::string_view text) {
  if (text == "<") return FilterComparator::kLess;
  if (text == "<=") return FilterComparator::kLessOrEqual;
  if (text == ">") return FilterComparator::kGreater;
  if (text == ">=") return FilterComparator::kGreaterOrEqual;
  if (text == "!=") return FilterComparator::kNotEqual;
  return text == ":" ? FilterComparator::kHas : FilterComparator::kEqual;
}

// Returns the part itself if there is only one, or an expression of `kind` over all parts.
FilterExpression Joined(FilterExpression::Kind kind, std::vector<FilterExpression> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  FilterExpression joined;
  joined.kind = kind;
  joined.offset = parts.front().offset;
  joined.operands = std::move(parts);
  return joined;
}

// A recursive descent parser with one method per rule. kMaxFilterDepth bounds the recursion.
class Parser {
 public:
  Parser(absl::string_view filter, std::vector<FilterToken> tokens)
      : filter_(filter), tokens_(std::move(tokens)) {}

  // filter = [ expression ] ;
  absl::StatusOr<FilterExpression> Filter() {
    if (Peek().kind == Kind::kEnd) return FilterExpression();
    JUMELAGE_ASSIGN_OR_RETURN(FilterExpression expression, Expression());
    if (Peek().kind != Kind::kEnd) return Unexpected("AND, OR or the end");
    return expression;
  }

 private:
  // expression = sequence { "AND" sequence } ;
  absl::StatusOr<FilterExpression> Expression() {
    std::vector<FilterExpression> parts;
    while (true) {
      JUMELAGE_ASSIGN_OR_RETURN(FilterExpression part, Sequence());
      parts.push_back(std::move(part));
      if (Peek().kind != Kind::kAnd) break;
      Take();
    }
    return Joined(FilterExpression::Kind::kAnd, std::move(parts));
  }

  // sequence = factor { factor } ;
  // AIP-160 lets a sequence match approximately. Here it is equivalent to AND.
  absl::StatusOr<FilterExpression> Sequence() {
    std::vector<FilterExpression> parts;
    do {
      JUMELAGE_ASSIGN_OR_RETURN(FilterExpression part, Factor());
      parts.push_back(std::move(part));
    } while (BeginsTerm());
    return Joined(FilterExpression::Kind::kAnd, std::move(parts));
  }

  // factor = term { "OR" term } ;
  absl::StatusOr<FilterExpression> Factor() {
    std::vector<FilterExpression> parts;
    while (true) {
      JUMELAGE_ASSIGN_OR_RETURN(FilterExpression part, Term());
      parts.push_back(std::move(part));
      if (Peek().kind != Kind::kOr) break;
      Take();
    }
    return Joined(FilterExpression::Kind::kOr, std::move(parts));
  }

  // term = [ "NOT" | "-" ] simple ;
  absl::StatusOr<FilterExpression> Term() {
    if (Peek().kind != Kind::kNot && Peek().kind != Kind::kMinus) return Simple();
    FilterExpression negation;
    negation.kind = FilterExpression::Kind::kNot;
    negation.offset = Take().begin;
    JUMELAGE_ASSIGN_OR_RETURN(FilterExpression operand, Simple());
    negation.operands.push_back(std::move(operand));
    return negation;
  }

  // simple = restriction | composite ;
  absl::StatusOr<FilterExpression> Simple() {
    return Peek().kind == Kind::kOpen ? Composite() : Restriction();
  }

  // composite = "(" expression ")" ;
  absl::StatusOr<FilterExpression> Composite() {
    JUMELAGE_RETURN_IF_ERROR(Enter());
    JUMELAGE_ASSIGN_OR_RETURN(FilterExpression expression, Expression());
    JUMELAGE_RETURN_IF_ERROR(Leave("AND, OR or )"));
    return expression;
  }

  // restriction = comparable [ comparator arg ] ;
  absl::StatusOr<FilterExpression> Restriction() {
    FilterExpression restriction;
    restriction.kind = FilterExpression::Kind::kRestriction;
    restriction.offset = Peek().begin;
    JUMELAGE_RETURN_IF_ERROR(CountNode());
    JUMELAGE_ASSIGN_OR_RETURN(restriction.left, Comparable("a field, a value or ("));
    if (Peek().kind != Kind::kComparator) return restriction;
    restriction.comparator = ComparatorOf(Take().text);
    JUMELAGE_ASSIGN_OR_RETURN(FilterExpression argument, Argument());
    restriction.operands.push_back(std::move(argument));
    return restriction;
  }

  // arg = [ "-" ] comparable | composite ;
  absl::StatusOr<FilterExpression> Argument() {
    if (Peek().kind == Kind::kOpen) return Composite();
    FilterExpression value;
    value.kind = FilterExpression::Kind::kRestriction;
    value.offset = Peek().begin;
    const bool negative = Peek().kind == Kind::kMinus;
    if (negative) Take();
    JUMELAGE_ASSIGN_OR_RETURN(value.left, Comparable("a value"));
    value.left.negative = negative;
    value.left.offset = value.offset;
    return value;
  }

  // comparable = member | function ;
  // member     = value { "." field } ;
  // value      = text | string ;
  // field      = value | "AND" | "OR" | "NOT" ;
  // function   = name { "." name } "(" [ argList ] ")" ;   without a blank before the parenthesis
  // name       = text | "AND" | "OR" | "NOT" ;
  absl::StatusOr<FilterOperand> Comparable(absl::string_view wanted) {
    FilterOperand operand;
    operand.offset = Peek().begin;
    if (!IsValue(Peek().kind)) return Unexpected(wanted);
    operand.path.push_back(Take());
    while (Peek().kind == Kind::kDot) {
      Take();
      if (!IsValue(Peek().kind) && !IsKeyword(Peek().kind)) {
        return Unexpected("a name after the dot");
      }
      operand.path.push_back(Take());
    }
    const bool called = Peek().kind == Kind::kOpen && Peek().begin == operand.path.back().end;
    if (!called || operand.path.back().kind == Kind::kString) return operand;
    operand.call = true;
    JUMELAGE_ASSIGN_OR_RETURN(operand.arguments, Arguments());
    return operand;
  }

  // "(" [ argList ] ")"
  // argList    = arg { "," arg } ;   where an arg may also be an expression
  absl::StatusOr<std::vector<FilterExpression>> Arguments() {
    JUMELAGE_RETURN_IF_ERROR(Enter());
    std::vector<FilterExpression> arguments;
    while (Peek().kind != Kind::kClose || !arguments.empty()) {
      JUMELAGE_ASSIGN_OR_RETURN(FilterExpression argument,
                                BeginsNegativeNumber() ? Argument() : Expression());
      arguments.push_back(std::move(argument));
      if (Peek().kind != Kind::kComma) break;
      Take();
    }
    JUMELAGE_RETURN_IF_ERROR(Leave(", or )"));
    return arguments;
  }

  static bool IsValue(Kind kind) { return kind == Kind::kText || kind == Kind::kString; }
  static bool IsKeyword(Kind kind) {
    return kind == Kind::kAnd || kind == Kind::kOr || kind == Kind::kNot;
  }
  bool BeginsTerm() const {
    const Kind kind = Peek().kind;
    return IsValue(kind) || kind == Kind::kNot || kind == Kind::kMinus || kind == Kind::kOpen;
  }

  bool BeginsNegativeNumber() const {
    if (Peek().kind != Kind::kMinus) return false;
    const FilterToken& next = tokens_[next_ + 1];
    return next.kind == Kind::kText && absl::ascii_isdigit(next.text[0]);
  }

  // The last token, kEnd, is never taken.
  const FilterToken& Peek() const { return tokens_[next_]; }
  FilterToken Take() { return std::move(tokens_[next_++]); }

  absl::Status Enter() {
    if (++depth_ > kMaxFilterDepth) {
      return Error(
          absl::StrCat("parentheses must not be nested more than ", kMaxFilterDepth, " deep"));
    }
    Take();
    return absl::OkStatus();
  }

  absl::Status Leave(absl::string_view wanted) {
    if (Peek().kind != Kind::kClose) return Unexpected(wanted);
    Take();
    --depth_;
    return absl::OkStatus();
  }

  absl::Status CountNode() {
    if (++nodes_ <= kMaxFilterNodes) return absl::OkStatus();
    return Error(
        absl::StrCat("at most ", kMaxFilterNodes, " comparisons, calls and values are allowed"));
  }

  absl::Status Error(std::string what) const {
    return FilterInvalidError(filter_, {{Peek().begin, std::move(what)}});
  }

  absl::Status Unexpected(absl::string_view wanted) const {
    const bool colon = Peek().kind == Kind::kComparator && next_ > 0;
    return Error(absl::StrCat("expected ", wanted,
                              colon ? "; put a value with such a character in quotes" : ""));
  }

  const absl::string_view filter_;
  std::vector<FilterToken> tokens_;
  size_t next_ = 0;
  int depth_ = 0;
  int nodes_ = 0;
};

}  // namespace

std::string FilterOperand::Name() const {
  std::string name = negative ? "-" : "";
  for (size_t i = 0; i < path.size(); ++i) absl::StrAppend(&name, i == 0 ? "" : ".", path[i].text);
  return name;
}

absl::StatusOr<FilterExpression> ParseFilter(absl::string_view filter) {
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<FilterToken> tokens, TokenizeFilter(filter));
  return Parser(filter, std::move(tokens)).Filter();
}

}  // namespace jumelage
