#ifndef JUMELAGE_CLIENTS_CPP_CHANNEL_H_
#define JUMELAGE_CLIENTS_CPP_CHANNEL_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"

namespace jumelage::client {

// Returns a channel to the service at `address` ("HOST:PORT"), without TLS. Only for the loopback
// interface and trusted networks. The channel connects on the first call and reconnects by itself.
std::shared_ptr<grpc::Channel> ConnectInsecurely(const std::string& address);

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_CHANNEL_H_
