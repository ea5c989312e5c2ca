#include "projects_service/service/references.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "projects_service/domain/errors.h"
#include "projects_service/domain/references.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

using projects::v1::Project;
using projects::v1::RegistryReference;

RegistryReference::State StateOf(const std::optional<FollowedResource>& found, bool consistent) {
  // Projects refer only to resources that once existed. A resource that is missing from a
  // consistent copy of the registry has been purged.
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

absl::StatusOr<Presence> RegistryReferences::Find(sqlite::Database& db,
                                                  absl::string_view name) const {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<FollowedResource> found, FindFollowed(db, name));
  if (!found) return Presence::kUnknown;
  // A redirect always leads to an existing resource, so a reference to it is allowed.
  const bool live =
      found->state == FollowedState::kLive || found->state == FollowedState::kRedirected;
  return live ? Presence::kLive : Presence::kMissing;
}

absl::StatusOr<std::vector<std::string>> RegistryReferences::ToLookUp(
    sqlite::Database& db, const std::vector<std::string>& names) const {
  return ReferenceResolver::NotLive(db, names);
}

void RegistryReferences::LookUp(std::vector<std::string> names, absl::Time deadline,
                                std::function<void(AbsentNames)> done) const {
  resolver_->Resolve(std::move(names), deadline, std::move(done));
}

absl::Status RegistryReferences::UnknownError(const std::vector<std::string>& names) const {
  return RegistryUnavailableError(names);
}

absl::StatusOr<bool> FillReferences(sqlite::Database& db, Project* project) {
  project->clear_references();
  const std::vector<std::string> names = RegistryNamesIn(*project);
  if (names.empty()) return false;
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
  return true;
}

}  // namespace jumelage
