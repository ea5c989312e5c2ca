#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/projects/v1/project.pb.h"

// Sets the fields of a project that only an import may set. Pure and thread-safe. In all functions,
// `now` is the time of the commit.
namespace jumelage {

// Copies the record times of the ledger entries of the imported record `given` to the new
// `*project`, which has the same entries. Adds violations for invalid times (CheckTimeOfRecord) and
// for a ledger that is not consistent with them.
void RestoreTimes(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

// If the ledger of `given` begins with that of `*project`, appends the remaining entries to
// `*project` and updates its state and its actual start and end. Otherwise does nothing. Adds
// violations for invalid record times. Afterwards the caller must check the resulting ledger with
// CheckProject.
void AddWhatIsNew(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
