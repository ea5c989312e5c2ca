#ifndef JUMELAGE_COMMON_RPC_POSITION_H_
#define JUMELAGE_COMMON_RPC_POSITION_H_

#include <grpcpp/client_context.h>

#include <optional>

#include "common/log/position.h"

namespace jumelage {

// Metadata keys of G3. Answers have the first one, and answers of the projects service may also
// have the second: in their initial metadata if the call succeeds, and in their trailing metadata
// if it ends with an error. (gRPC's clients don't repeat a failed call once they have initial
// metadata.) Requests may have the third.
inline constexpr char kPositionMetadata[] = "jumelage-position";
inline constexpr char kRegistryPositionMetadata[] = "jumelage-registry-position";
inline constexpr char kMinPositionMetadata[] = "jumelage-min-position";

// Returns the position that a finished call's answer has under `key`, or nullopt if it has none
// that can be read.
std::optional<Position> PositionIn(const grpc::ClientContext& context, const char* key);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_POSITION_H_
