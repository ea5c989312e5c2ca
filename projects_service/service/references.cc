#include "projects_service/service/references.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "projects_service/domain/references.h"
#include "projects_service/service/errors.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::RegistryReference;

enum class Presence { kLive, kMissing, kUnknown };

absl::StatusOr<Presence> PresenceOf(sqlite::Database& db, const Resources<Project>& projects,
                                    const std::string& name, const ReferenceKnowledge& knowledge) {
  if (absl::StartsWith(name, "projects/")) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool live, projects.IsLive(db, name));
    return live ? Presence::kLive : Presence::kMissing;
  }
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<FollowedResource> found, FindFollowed(db, name));
  if (found) {
    // What a merged name leads to is there.
    const bool live =
        found->state == FollowedState::kLive || found->state == FollowedState::kRedirected;
    return live ? Presence::kLive : Presence::kMissing;
  }
  return knowledge.absent.count(name) > 0 ? Presence::kMissing : Presence::kUnknown;
}

RegistryReference::State StateOf(const std::optional<FollowedResource>& found, bool consistent) {
  // A project names only what once existed: what a whole copy of the registry lacks was purged.
  if (!found) {
    return consistent ? RegistryReference::STATE_REMOVED : RegistryReference::STATE_UNKNOWN;
  }
  switch (found->state) {
    case FollowedState::kLive:
      return RegistryReference::STATE_LIVE;
    case FollowedState::kDeleted:
      return RegistryReference::STATE_DELETED;
    case FollowedState::kRemoved:
      return RegistryReference::STATE_REMOVED;
    case FollowedState::kRedirected:
      return RegistryReference::STATE_REDIRECTED;
  }
  return RegistryReference::STATE_UNKNOWN;
}

}  // namespace

absl::Status CheckReferences(sqlite::Database& db, const Resources<Project>& projects,
                             const std::vector<NamedReference>& references,
                             const ReferenceKnowledge& knowledge) {
  std::vector<std::pair<std::string, std::string>> missing;
  std::vector<std::string> unknown;
  for (const NamedReference& reference : references) {
    JUMELAGE_ASSIGN_OR_RETURN(const Presence presence,
                              PresenceOf(db, projects, reference.name, knowledge));
    if (presence == Presence::kMissing) missing.emplace_back(reference.field, reference.name);
    if (presence == Presence::kUnknown) unknown.push_back(reference.name);
  }
  // Asking again later would not help against what is missing for certain.
  if (!missing.empty()) return ReferencesNotFoundError(missing);
  if (!unknown.empty()) return RegistryUnavailableError(unknown);
  return absl::OkStatus();
}

absl::Status FillReferences(sqlite::Database& db, Project* project) {
  project->clear_references();
  const std::vector<std::string> names = DistinctNames(RegistryReferencesOf(*project));
  if (names.empty()) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(const FollowState follow, ReadFollowState(db));
  for (const std::string& name : names) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<FollowedResource> found, FindFollowed(db, name));
    RegistryReference* const reference = project->add_references();
    reference->set_resource(name);
    reference->set_state(StateOf(found, follow.consistent_epoch > 0));
    if (!found) continue;
    reference->set_display_name(found->display_name);
    if (found->state != FollowedState::kRedirected) continue;
    JUMELAGE_ASSIGN_OR_RETURN(*reference->mutable_redirect_target(),
                              EndOfRedirects(db, found->merged_into));
  }
  return absl::OkStatus();
}

}  // namespace jumelage
