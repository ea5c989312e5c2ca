#include "projects_service/follower/watch_assembler.h"

#include <iterator>
#include <utility>

#include "common/log/position.h"

namespace jumelage {
namespace {

using registry::v1::Commit;
using registry::v1::ResourceChange;
using registry::v1::WatchResponse;

template <typename R>
FollowedChange WithoutName(const R& resource) {
  FollowedChange followed;
  followed.name = resource.name();
  followed.revision = resource.revision();
  followed.state = resource.has_delete_time() ? FollowedState::kDeleted : FollowedState::kLive;
  return followed;
}

// Cities, organizations and twinnings can be merged.
template <typename R>
FollowedChange WithRedirect(const R& resource, FollowedChange followed) {
  if (resource.merged_into().empty()) return followed;
  followed.state = FollowedState::kRedirected;
  followed.merged_into = resource.merged_into();
  return followed;
}

template <typename R>
FollowedChange WithName(const R& resource) {
  FollowedChange followed = WithoutName(resource);
  followed.display_name = resource.display_name();
  return followed;
}

FollowedChange StateOf(const ResourceChange& change) {
  switch (change.state_case()) {
    case ResourceChange::kCity:
      return ToFollowed(change.city());
    case ResourceChange::kOrganization:
      return ToFollowed(change.organization());
    case ResourceChange::kAgreement:
      return ToFollowed(change.agreement());
    case ResourceChange::kTwinning:
      return ToFollowed(change.twinning());
    case ResourceChange::kRemoved:
    case ResourceChange::STATE_NOT_SET:
      break;
  }
  FollowedChange removed;
  removed.state = FollowedState::kRemoved;
  return removed;
}

// Takes the position from the event `consistent` or `progress`. A registry of an older version
// gives only the revision.
template <typename Event>
void Reach(const Event& event, FollowedBatch* batch) {
  batch->position = event.revision();
  const absl::StatusOr<Position> position = ParsePosition(event.position(), "position");
  if (position.ok()) batch->mark = position->mark;
}

}  // namespace

FollowedChange ToFollowed(const registry::v1::City& city) {
  return WithRedirect(city, WithName(city));
}
FollowedChange ToFollowed(const registry::v1::Organization& organization) {
  return WithRedirect(organization, WithName(organization));
}
FollowedChange ToFollowed(const registry::v1::Agreement& agreement) { return WithName(agreement); }
// A twinning has no display name.
FollowedChange ToFollowed(const registry::v1::Twinning& twinning) {
  return WithRedirect(twinning, WithoutName(twinning));
}

FollowedChange ToFollowed(const ResourceChange& change) {
  FollowedChange followed = StateOf(change);
  followed.name = change.name();
  followed.revision = change.revision();
  return followed;
}

absl::StatusOr<FollowedBatch> WatchAssembler::Next(const WatchResponse& message) {
  if (log_id_.empty()) log_id_ = message.log_id();
  if (log_id_.empty()) return absl::InvalidArgumentError("the registry's watch has no log id");
  if (!message.log_id().empty() && message.log_id() != log_id_) {
    return absl::FailedPreconditionError("the registry has another log");
  }
  FollowedBatch batch;
  batch.epoch = epoch_;
  batch.log_id = log_id_;
  for (const Commit& commit : message.commits()) {
    for (const ResourceChange& change : commit.changes()) parts_.push_back(ToFollowed(change));
    if (!commit.last_part()) continue;
    batch.changes.insert(batch.changes.end(), std::make_move_iterator(parts_.begin()),
                         std::make_move_iterator(parts_.end()));
    parts_.clear();
    batch.position = commit.revision();
    batch.mark = MarkOf(commit.commit_id());
  }
  for (const ResourceChange& change : message.snapshot().resources()) {
    batch.changes.push_back(ToFollowed(change));
  }
  if (message.has_consistent()) {
    batch.consistent = true;
    Reach(message.consistent(), &batch);
  } else if (message.has_progress()) {
    Reach(message.progress(), &batch);
  }
  return batch;
}

}  // namespace jumelage
