#ifndef JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_
#define JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// An address to listen on: a host name or IP address and a port, 0 for any free one.
struct ListenAddress {
  // Without the brackets that an IPv6 address has in text.
  std::string host;
  int port = 0;
};

// Parses "HOST:PORT" or "[IPV6]:PORT".
// INVALID_ARGUMENT when `text` is anything else.
absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text);

// "HOST:PORT", with brackets around an IPv6 address: what clients and gRPC take as a target.
std::string FormatListenAddress(const ListenAddress& address);

// Returns whether every IP address of the host is a loopback address.
absl::StatusOr<bool> IsLoopback(const ListenAddress& address);

// Checks whether a server could listen there now, by binding and closing. gRPC itself would only
// report a failure, or silently use one of a name's two addresses.
//  - ALREADY_EXISTS: something listens there.
//  - PERMISSION_DENIED: the port is reserved for the system.
//  - INVALID_ARGUMENT: the host is unknown or not an address of this machine.
absl::Status CheckCanListen(const ListenAddress& address);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_LISTEN_ADDRESS_H_
