#ifndef JUMELAGE_CLIENTS_CLI_PROJECT_IMPORTER_H_
#define JUMELAGE_CLIENTS_CLI_PROJECT_IMPORTER_H_

#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/transfer/record_importer.h"
#include "clients/cpp/projects_client.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage::cli {

// Brings projects into their service, one by one: creates those that are missing, updates those
// that differ, leaves equal ones alone, removes nothing. Doing it again changes nothing. Used once,
// by one thread.
//
// Projects may refer to each other in any order and in circles: first everything that is missing is
// created, without what refers to projects that are still to come, then everything that differs is
// updated.
class ProjectImporter {
 public:
  using Projects = google::protobuf::RepeatedPtrField<projects::v1::Project>;

  // Tells of failures and of differences that stay on `err`. Both outlive the importer.
  ProjectImporter(client::ProjectsClient* projects, std::ostream* err);

  // Goes on after a project that the service refuses, and returns the first such error at the end;
  // stops at once where the service can't be reached. `projects` outlives the importer.
  absl::Status Import(const Projects& projects);

  const ImportCounts& counts() const { return counts_; }

 private:
  struct Task {
    const projects::v1::Project* wanted;
    projects::v1::Project current;
    enum { kMissing, kFound, kIncomplete, kDone } state = kMissing;
  };

  // Each false when the import must stop.
  bool CreateMissing(Task* task);
  bool Update(const Task& task);
  // Counts and tells a failure. Whether to go on.
  bool Failed(const std::string& name, const absl::Status& error);

  client::ProjectsClient& client_;
  std::ostream& err_;
  std::vector<Task> tasks_;
  // The names of those that may not exist yet.
  std::set<std::string> pending_;
  ImportCounts counts_;
  absl::Status first_error_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PROJECT_IMPORTER_H_
