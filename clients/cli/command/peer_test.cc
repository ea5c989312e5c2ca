#include "clients/cli/command/peer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

// Longer than any local answer takes.
constexpr absl::Duration kPatience = absl::Seconds(20);

// Listens on a free port of the loopback interface. Sends `greeting` to the first connection, or
// closes that connection if the greeting is empty.
class OneConnection {
 public:
  explicit OneConnection(std::string greeting) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, raw, size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, raw, &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, greeting = std::move(greeting)] {
      const int connection = accept(listener_, nullptr, nullptr);
      if (!greeting.empty()) {
        EXPECT_EQ(write(connection, greeting.data(), greeting.size()),
                  static_cast<ssize_t>(greeting.size()));
      }
      shutdown(connection, SHUT_WR);
      // Waits until the client has gone.
      char buffer[64];
      while (read(connection, buffer, sizeof(buffer)) > 0) continue;
      close(connection);
    });
  }
  ~OneConnection() {
    thread_.join();
    close(listener_);
  }
  HostPort address() const { return {"127.0.0.1", port_}; }

 private:
  const int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int port_ = 0;
  std::thread thread_;
};

TEST(PeerTest, RecognizesAGrpcServer) {
  grpc::CallbackGenericService service;
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&service);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(FindPeer({"127.0.0.1", port}, kPatience).peer, Peer::kHttp2);
}

TEST(PeerTest, RecognizesServersThatDoNotSpeakGrpc) {
  for (const char* greeting :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "220\r\n", ""}) {
    const OneConnection server(greeting);
    EXPECT_EQ(FindPeer(server.address(), kPatience).peer, Peer::kForeign) << greeting;
  }
}

TEST(PeerTest, RecognizesAServerThatSaysNothing) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  EXPECT_EQ(FindPeer({"127.0.0.1", ntohs(address.sin_port)}, absl::Milliseconds(50)).peer,
            Peer::kSilent);
  close(listener);
}

TEST(PeerTest, SaysWhyThereIsNoConnection) {
  // Port 1 of the loopback interface has no listener.
  const PeerFinding refused = FindPeer({"127.0.0.1", 1}, kPatience);
  EXPECT_EQ(refused.peer, Peer::kUnreachable);
  EXPECT_EQ(refused.detail, "Connection refused");
  EXPECT_EQ(FindPeer({"no-such-host.invalid", 1}, kPatience).peer, Peer::kUnknownHost);
}

}  // namespace
}  // namespace jumelage::cli
