#include "clients/cpp/channel.h"

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace jumelage::client {
namespace {

// A list page or a watch message may hold more than the 4 MiB that gRPC takes by default: a page
// of the largest size has 1,000 resources, each of up to 1 MiB.
constexpr int kMaxAnswerBytes = 256 << 20;
// Retries pause for as long as the caller's policy says, so the channel itself may be quick.
constexpr int kReconnectBackoffMs = 100;
constexpr int kMaxReconnectBackoffMs = 5000;

}  // namespace

std::shared_ptr<grpc::Channel> ConnectInsecurely(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectBackoffMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectBackoffMs);
  // A proxy of the environment would be asked even for the loopback interface.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace jumelage::client
