#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_PEER_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_PEER_H_

#include <string>

#include "absl/time/time.h"
#include "common/base/host_port.h"

namespace jumelage::cli {

// The kind of server at an address.
enum class Peer {
  // The host has no address.
  kUnknownHost,
  // No connection is possible.
  kUnreachable,
  // Something accepts connections but says nothing, such as a process that is suspended.
  kSilent,
  // Something that does not speak HTTP/2, and therefore no gRPC.
  kForeign,
  // Something that speaks HTTP/2.
  kHttp2,
};

struct PeerFinding {
  Peer peer = Peer::kUnreachable;
  // The system's words for kUnknownHost and kUnreachable.
  std::string detail;
};

// Connects to `address` and looks at the first bytes of the answer, to explain why a call failed:
// gRPC 1.51 reports the same words for all of these. Each step takes at most `timeout`.
PeerFinding FindPeer(const HostPort& address, absl::Duration timeout);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_PEER_H_
