#ifndef JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_
#define JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// An address to listen on: a host name or IP address, and a port, which is 0 for any free port.
struct ListenAddress {
  // Without the brackets that an IPv6 address has in text.
  std::string host;
  int port = 0;
};

// Parses "HOST:PORT" or "[IPV6]:PORT". Returns INVALID_ARGUMENT for any other text.
absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text);

// Returns "HOST:PORT", with brackets around an IPv6 address. Clients and gRPC accept this form as a
// target.
std::string FormatListenAddress(const ListenAddress& address);

// Returns whether every IP address of the host is a loopback address. Returns INVALID_ARGUMENT if
// the host is unknown.
absl::StatusOr<bool> IsLoopback(const ListenAddress& address);

// Checks whether a server could listen on the address now, by binding a socket to it and closing
// the socket. gRPC itself would report a failure without its cause, or would silently use only one
// of two addresses of a name. Returns OK even if only some addresses of the host can be used, or:
//  - ALREADY_EXISTS: another process is already listening there.
//  - PERMISSION_DENIED: the system does not permit it, for example because the port is privileged.
//  - INVALID_ARGUMENT: the host is unknown, or none of its addresses can be used, for example
//    because this machine does not have them.
absl::Status CheckCanListen(const ListenAddress& address);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_
