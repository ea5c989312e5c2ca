#include "clients/cli/command/peer.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace jumelage::cli {
namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

// A client's connection preface of HTTP/2 (RFC 9113, section 3.4): the fixed text, and an empty
// SETTINGS frame.
constexpr absl::string_view kPreface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
// The header of a frame has 9 bytes; the fourth is the type. A server begins with SETTINGS.
constexpr size_t kFrameHeaderSize = 9;
constexpr size_t kFrameType = 3;
constexpr char kSettings = 4;

// Waits until the socket is ready. Returns false after `timeout`.
bool Await(int socket_fd, short events, absl::Duration timeout) {
  pollfd entry = {socket_fd, events, 0};
  return poll(&entry, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) == 1;
}

// Returns 0, or the errno of the failure.
int Connect(int socket_fd, const addrinfo& address, absl::Duration timeout) {
  if (connect(socket_fd, address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!Await(socket_fd, POLLOUT, timeout)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(socket_fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

// Speaks first, as an HTTP/2 client does, and judges the answer.
Peer Greet(int socket_fd, absl::Duration timeout) {
  if (send(socket_fd, kPreface.data(), kPreface.size(), MSG_NOSIGNAL) < 0) return Peer::kForeign;
  std::string answer;
  char buffer[kFrameHeaderSize];
  while (answer.size() < kFrameHeaderSize) {
    if (!Await(socket_fd, POLLIN, timeout)) break;
    const ssize_t count = recv(socket_fd, buffer, sizeof(buffer) - answer.size(), 0);
    if (count <= 0) return Peer::kForeign;
    answer.append(buffer, static_cast<size_t>(count));
  }
  if (answer.empty()) return Peer::kSilent;
  return answer.size() == kFrameHeaderSize && answer[kFrameType] == kSettings ? Peer::kHttp2
                                                                              : Peer::kForeign;
}

}  // namespace

PeerFinding FindPeer(const HostPort& address, absl::Duration timeout) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(address.host.c_str(), absl::StrCat(address.port).c_str(), &hints, &found);
  if (error != 0) return {Peer::kUnknownHost, gai_strerror(error)};
  const AddressList list(found, &freeaddrinfo);
  int last_error = 0;
  for (const addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    const int socket_fd = socket(entry->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_fd < 0) {
      last_error = errno;
      continue;
    }
    const auto close_socket = absl::MakeCleanup([socket_fd] { close(socket_fd); });
    last_error = Connect(socket_fd, *entry, timeout);
    if (last_error == 0) return {Greet(socket_fd, timeout), ""};
  }
  return {Peer::kUnreachable, strerror(last_error)};
}

}  // namespace jumelage::cli
