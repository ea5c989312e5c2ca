#ifndef JUMELAGE_COMMON_VIEW_SCHEMA_H_
#define JUMELAGE_COMMON_VIEW_SCHEMA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/view/table.h"

namespace jumelage {

// The tables of a service's view. Immutable. Outlives the view.
struct ViewSchema {
  std::vector<const TableBase*> tables;
  // DDL of other tables, such as a follower's.
  std::string extra_ddl;

  // Returns the table of a resource by its name ("cities/belfort" → cities), or null if there is
  // none.
  const TableBase* TableOf(absl::string_view resource_name) const;

  // Returns the DDL of an empty view: the common tables, those of resources, and the others.
  std::string Ddl() const;

  // Returns the version of the rows of a view with this schema: a hash of its DDL, each table's
  // rows_version, and the version of the text folding. (The folding affects rows without changing
  // the DDL.) A view of another version is discarded and rebuilt from the log. Computed at each
  // call. The same on every machine.
  int64_t Version() const;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SCHEMA_H_
