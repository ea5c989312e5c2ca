#include "clients/cpp/channel.h"

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace jumelage::client {
namespace {

// A page of a list may exceed gRPC's default limit of 4 MiB, because it has up to 1,000 resources.
// A page that exceeds this limit, with many resources near their maximum size of 1 MiB, must be
// requested with a smaller page size.
constexpr int kMaxAnswerBytes = 256 << 20;
// The caller's retry policy sets the pauses, so the channel itself may reconnect quickly.
constexpr int kReconnectBackoffMs = 100;
constexpr int kMaxReconnectBackoffMs = 5000;
// While a call is open, a silent peer is pinged, and disconnected if it does not answer in time.
// Otherwise a watch of a machine that has vanished would wait for it forever. The services refuse
// pings in shorter intervals than 10 s.
constexpr int kKeepaliveTimeMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 20'000;

}  // namespace

std::shared_ptr<grpc::Channel> ConnectInsecurely(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  // By default, gRPC sends only two pings between the messages of the client, and a watch sends a
  // single one.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // Without this, gRPC would use a proxy from the environment even for the loopback interface.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace jumelage::client
