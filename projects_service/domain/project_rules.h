#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_RULES_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_RULES_H_

#include "absl/time/civil_time.h"
#include "common/base/violations.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage {

// The required sum of the shares of a project's sectors, in hundredths of a per cent: 100 %.
inline constexpr int kWholeInBasisPoints = 10000;

// Adds a violation, with a path that begins with "project", for each rule of the contract that
// `project` breaks regardless of other resources. Does not check whether the referenced resources
// exist or whether parents form a cycle. Days after `today` are in the future. Pure and
// thread-safe.
void CheckProject(const projects::v1::Project& project, absl::CivilDay today,
                  Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_RULES_H_
