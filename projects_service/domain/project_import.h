#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/projects/v1/project.pb.h"

// How an import restores the record times of a project and extends its ledger. Pure and
// thread-safe. `now` is the time of the commit.
namespace jumelage {

// Copies the record times of the ledger entries of the imported record `given` to the new
// `*project`, which has the same entries. Adds violations for invalid times (CheckTimeOfRecord). If
// `violations` is empty after that, checks the ledger with the restored times (CheckLedger).
void RestoreTimes(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

// Extends the ledger of `*project` if `given` has no initial state or the same one, and the ledger
// of `given` begins with the steps of `*project` and continues with others. Appends those
// additional entries, and updates the states and the actual start and end. Otherwise does nothing.
// Adds violations for invalid record times. Afterwards the caller must check the resulting ledger
// with CheckProject.
void AddWhatIsNew(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
