#ifndef JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
#define JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/projects/v1/project.pb.h"

// What an import may bring into a project that no other method lets a caller set. Pure and
// thread-safe; `now` is the time of the commit.
namespace jumelage {

// Gives the new `*project`, whose ledger is that of the record `given`, the times at which its
// entries were recorded where they come from. Adds violations for times that are none
// (CheckTimeOfRecord), and for a ledger that with these is not the story of a project.
void RestoreTimes(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

// Adds to `*project`, as it is, the steps that `given` has after those of its ledger, where that is
// how the ledger of `given` begins, and what follows from them. Adds violations for times that are
// none; whether the ledger is legal then is CheckProject's to say.
void AddWhatIsNew(const projects::v1::Project& given, const google::protobuf::Timestamp& now,
                  projects::v1::Project* project, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_DOMAIN_PROJECT_IMPORT_H_
