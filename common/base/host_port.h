#ifndef JUMELAGE_COMMON_BASE_HOST_PORT_H_
#define JUMELAGE_COMMON_BASE_HOST_PORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace jumelage {

// The address of a server.
struct HostPort {
  // A name or an IP address, without the brackets that an IPv6 address has in text.
  std::string host;
  int port = 0;
};

// Parses "HOST:PORT" or "[IPV6]:PORT" with a port from `least_port` to 65535. Returns
// INVALID_ARGUMENT for any other text. The message quotes the text and says in one line what is
// wrong with it.
absl::StatusOr<HostPort> ParseHostPort(absl::string_view text, int least_port);

// Returns "HOST:PORT", with brackets around an IPv6 address. Clients and gRPC accept this form as a
// target.
std::string FormatHostPort(const HostPort& address);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_HOST_PORT_H_
