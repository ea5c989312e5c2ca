#ifndef JUMELAGE_COMMON_BASE_STATUS_MACROS_H_
#define JUMELAGE_COMMON_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expr` from the enclosing function unless it is OK. This is a macro because
// a function can't return from its caller.
#define JUMELAGE_RETURN_IF_ERROR(expr)                 \
  do {                                                 \
    absl::Status jumelage_status = (expr);             \
    if (!jumelage_status.ok()) return jumelage_status; \
  } while (false)

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration can't be in parentheses.
#define JUMELAGE_CONCAT_INNER(a, b) a##b
#define JUMELAGE_CONCAT(a, b) JUMELAGE_CONCAT_INNER(a, b)

// Assigns the value of the StatusOr `expr` to `lhs`, which may be a declaration. If `expr` is not
// OK, returns its status from the enclosing function. Expands to several statements.
#define JUMELAGE_ASSIGN_OR_RETURN(lhs, expr) \
  JUMELAGE_ASSIGN_OR_RETURN_IMPL(JUMELAGE_CONCAT(jumelage_statusor_, __LINE__), lhs, expr)
#define JUMELAGE_ASSIGN_OR_RETURN_IMPL(tmp, lhs, expr) \
  auto tmp = (expr);                                   \
  if (!tmp.ok()) return std::move(tmp).status();       \
  lhs = *std::move(tmp)
// NOLINTEND(bugprone-macro-parentheses)

#endif  // JUMELAGE_COMMON_BASE_STATUS_MACROS_H_
