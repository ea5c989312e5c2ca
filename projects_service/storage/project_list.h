#ifndef JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECT_LIST_H_
#define JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECT_LIST_H_

#include "common/rpc/list.h"

namespace jumelage {

// Returns the fields that ListProjects can filter and order by, as documented in its request.
ListSpec ProjectList();

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_STORAGE_PROJECT_LIST_H_
