#ifndef JUMELAGE_COMMON_VIEW_SCHEMA_H_
#define JUMELAGE_COMMON_VIEW_SCHEMA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/view/table.h"

namespace jumelage {

// What a service keeps in its view. Immutable; outlives the view.
struct ViewSchema {
  std::vector<const TableBase*> tables;
  // DDL of tables that are not of resources (what a follower keeps).
  std::string extra_ddl;

  // The table of a resource by its name ("cities/belfort" → cities); null when there is none.
  const TableBase* TableOf(absl::string_view resource_name) const;

  // What makes an empty view: the tables that every view has, those of resources, the others.
  std::string Ddl() const;

  // Names what the rows of a view of this schema are: its DDL, the rows_version of each table, and
  // the version of the text folding, which other rows of the same texts may come from. A view of
  // another version is thrown away and made anew from the log. Worked out anew at each call; the
  // same on every machine.
  int64_t Version() const;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_SCHEMA_H_
