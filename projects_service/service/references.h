#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_REFERENCES_H_

#include <vector>

#include "absl/status/status.h"
#include "common/message/references.h"
#include "common/sqlite/database.h"
#include "common/store/resources.h"
#include "jumelage/projects/v1/project.pb.h"
#include "projects_service/follower/reference_resolver.h"

namespace jumelage {

// Checks what a mutation refers to anew: registry resources against the copy that is followed,
// other projects against the ones that are stored. REFERENCE_NOT_FOUND (FAILED_PRECONDITION) naming
// all that do not exist or are deleted; REGISTRY_UNAVAILABLE when there are none of these, but some
// of which nothing is known.
absl::Status CheckReferences(sqlite::Database& db, const Resources<projects::v1::Project>& projects,
                             const std::vector<NamedReference>& references,
                             const ReferenceKnowledge& knowledge);

// Fills `project->references` from the copy of the registry that is followed.
absl::Status FillReferences(sqlite::Database& db, projects::v1::Project* project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_REFERENCES_H_
