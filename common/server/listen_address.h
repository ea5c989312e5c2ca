#ifndef JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_
#define JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/host_port.h"

namespace jumelage {

// Returns whether every IP address of the host is a loopback address. Returns INVALID_ARGUMENT if
// the host is unknown.
absl::StatusOr<bool> IsLoopback(const HostPort& address);

// Checks whether a server could listen on the address now, by binding a socket to it and closing
// the socket. gRPC itself would report a failure without its cause, or would silently use only one
// of two addresses of a name. Returns OK even if only some addresses of the host can be used, or:
//  - ALREADY_EXISTS: another process is already listening there.
//  - PERMISSION_DENIED: the system does not permit it, for example because the port is privileged.
//  - INVALID_ARGUMENT: the host is unknown, or none of its addresses can be used, for example
//    because this machine does not have them.
absl::Status CheckCanListen(const HostPort& address);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_
