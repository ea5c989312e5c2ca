#ifndef JUMELAGE_PROJECTS_SERVICE_SERVICE_METADATA_H_
#define JUMELAGE_PROJECTS_SERVICE_SERVICE_METADATA_H_

#include "common/rpc/handler.h"
#include "projects_service/follower/registry_position.h"

namespace jumelage {

// Returns a hook that adds `jumelage-registry-position` to answers (G3). This is the position up to
// which the answer's snapshot has followed the registry. If there is no snapshot, or the snapshot
// has followed nothing yet, it is the position up to which this process has followed the registry.
// The hook adds nothing before the first consistent copy. `position` must outlive the hook.
Handler::MetadataHook RegistryPositionHook(RegistryPosition* position);

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_SERVICE_METADATA_H_
