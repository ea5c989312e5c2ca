#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/projects/v1/project.pb.h"

// Sets the fields of a project that only an import may set. Pure and thread-safe. `now` is the time
// of the commit.
namespace jumelage {

// Restores the record times of the entries of the new `*project` from the record `given`, which has
// the same ledger. Adds violations for invalid times (CheckTimeOfRecord), and if the ledger is not
// consistent with them.
void RestoreTimes(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

// If the ledger of `given` begins with that of `*project`, appends the remaining steps to
// `*project` and sets what follows from them. Otherwise does nothing. Adds violations for invalid
// times; whether the resulting ledger is legal, CheckProject checks.
void AddWhatIsNew(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
