#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_METADATA_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_METADATA_H_

#include "common/rpc/handler.h"
#include "projects_service/follower/registry_position.h"

namespace jumelage {

// Adds `jumelage-registry-position` to answers (G3): how far the answer's snapshot has followed the
// registry or, for an answer without a snapshot, how far this process has. Left out before anything
// was followed. `position` outlives the hook.
Handler::MetadataHook RegistryPositionHook(RegistryPosition* position);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_METADATA_H_
