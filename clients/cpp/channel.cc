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

}  // namespace

std::shared_ptr<grpc::Channel> ConnectInsecurely(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectBackoffMs);
  // Without this, gRPC would use a proxy from the environment even for the loopback interface.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace jumelage::client
