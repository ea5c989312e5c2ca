#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_REFERENCES_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_REFERENCES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/resource/foreign_references.h"
#include "common/sqlite/database.h"
#include "jumelage/projects/v1/project.pb.h"
#include "projects_service/follower/reference_resolver.h"

namespace jumelage {

// Checks a project's references to registry resources: first in the followed copy, then by asking
// the registry. Thread-safe.
class RegistryReferences : public ForeignReferences {
 public:
  // `resolver` must outlive the object.
  explicit RegistryReferences(ReferenceResolver* resolver) : resolver_(resolver) {}

  absl::StatusOr<Presence> Find(sqlite::Database& db, absl::string_view name) const override;
  absl::StatusOr<std::vector<std::string>> ToLookUp(
      sqlite::Database& db, const std::vector<std::string>& names) const override;
  void LookUp(std::vector<std::string> names, absl::Time deadline,
              std::function<void(AbsentNames)> done) const override;
  absl::Status UnknownError(const std::vector<std::string>& names) const override;

 private:
  ReferenceResolver* const resolver_;
};

// Fills `project->references` from the followed copy of the registry. Returns whether the project
// has references to registry resources.
absl::StatusOr<bool> FillReferences(sqlite::Database& db, projects::v1::Project* project);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_REFERENCES_H_
