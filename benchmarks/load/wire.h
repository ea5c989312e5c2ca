#ifndef JUMELAGE_BENCHMARKS_LOAD_WIRE_H_
#define JUMELAGE_BENCHMARKS_LOAD_WIRE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace jumelage::benchmarks {

// A channel with a connection of its own.
std::shared_ptr<grpc::Channel> Connect(const std::string& target);

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);

// INTERNAL when `bytes` is no message of the type.
absl::Status FromBytes(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

// How often the top-level field `number`, which is length-delimited, comes in a message: counts
// what a message brings without building it.
int CountField(const grpc::ByteBuffer& bytes, int number);

// The status of a failed call, as one of ours.
absl::Status CallError(const std::string& method, const grpc::Status& status);

// Makes one call and waits for its answer.
absl::Status CallOnce(grpc::Channel& channel, const std::string& method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message* response);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WIRE_H_
