#ifndef JUMELAGE_COMMON_VIEW_SCHEMA_H_
#define JUMELAGE_COMMON_VIEW_SCHEMA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/view/table.h"

namespace jumelage {

// The tables of a service's view. Immutable. Must outlive the view.
struct ViewSchema {
  std::vector<const TableBase*> tables;
  // The DDL of tables that do not contain resources, such as a follower's.
  std::string extra_ddl;

  // Returns the table for the resource with this name ("cities/belfort" → cities), or null if there
  // is none.
  const TableBase* TableOf(absl::string_view resource_name) const;

  // Returns the DDL of an empty view: the common tables, the tables of resources, and those of
  // `extra_ddl`.
  std::string Ddl() const;

  // Returns the version of the rows of a view with this schema: a hash of its DDL, each table's
  // rows_version, and the version of the text folding. (The folding affects rows without changing
  // the DDL.) A view of a different version is discarded and rebuilt from the log. The version is
  // computed at each call, and is the same on every machine.
  int64_t Version() const;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SCHEMA_H_
