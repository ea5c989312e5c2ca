#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_PROJECT_IMPORTER_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_PROJECT_IMPORTER_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/transfer/record_importer.h"
#include "clients/cpp/projects_client.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage::cli {

// What whoever runs an import of projects is told. Every hook may be null.
struct ProjectImportHooks {
  // A project that can't be taken over.
  std::function<void(const projects::v1::Project&, const absl::Status&)> refused;
  // A project whose fields `kept` differ from those of `name` and stay as they are there.
  std::function<void(const std::string& name, const std::string& kept)> kept;
};

// Brings projects into their service, one by one: creates those that are missing, makes of those
// that differ what `existing` says, leaves equal ones alone, removes nothing. Doing it again
// changes nothing. Used once, by one thread.
//
// Projects may refer to each other in any order and in circles: first everything that is missing is
// created, without what refers to projects that are still to come, then everything that differs is
// updated.
class ProjectImporter {
 public:
  using Projects = google::protobuf::RepeatedPtrField<projects::v1::Project>;

  // `existing` means what it means of the registry's records. `projects` outlives the importer.
  ProjectImporter(client::ProjectsClient* projects, RecordImporter::Existing existing,
                  ProjectImportHooks hooks);

  // Goes on after a project that the service refuses; stops with an error where the service can't
  // answer. `projects` outlives the importer.
  absl::Status Import(const Projects& projects);

  const ImportCounts& counts() const { return counts_; }
  // OK where nothing was refused.
  const absl::Status& first_refusal() const { return first_refusal_; }

 private:
  struct Task {
    const projects::v1::Project* wanted;
    projects::v1::Project current;
    enum { kMissing, kFound, kIncomplete, kDone } state = kMissing;
  };

  // An error of each stops the import.
  absl::Status CreateMissing(Task* task);
  absl::Status Update(const Task& task);
  // Whether the service was asked to change the project and did.
  absl::StatusOr<bool> Change(const Task& task);
  // Counts and tells what the service refused; returns what is no refusal.
  absl::Status Failed(const Task& task, const absl::Status& error);

  client::ProjectsClient& client_;
  const RecordImporter::Existing existing_;
  const ProjectImportHooks hooks_;
  std::vector<Task> tasks_;
  // The names of those that may not exist yet.
  std::set<std::string> pending_;
  ImportCounts counts_;
  absl::Status first_refusal_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_PROJECT_IMPORTER_H_
