#ifndef JUMELAGE_BENCHMARKS_LOAD_WIRE_H_
#define JUMELAGE_BENCHMARKS_LOAD_WIRE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace jumelage::benchmarks {

// Returns a channel with its own connection.
std::shared_ptr<grpc::Channel> Connect(const std::string& target);

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);

// Parses `bytes` into `*message`. Returns INTERNAL if they are not a message of its type.
absl::Status FromBytes(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

// Returns how many times the top-level field `number` occurs in a message, without parsing the
// fields' contents.
int CountField(const grpc::ByteBuffer& bytes, int number);

// Returns the status of a failed call as an absl::Status, with `method` in its message.
absl::Status CallError(const std::string& method, const grpc::Status& status);

// Makes one call, waits for its answer, and parses it into `*response`. Waits as long as it takes
// for a server that is not up yet. Returns the error of the call, or INTERNAL if the answer is not
// a message of the type of `*response`.
absl::Status CallOnce(grpc::Channel& channel, const std::string& method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message* response);

}  // namespace jumelage::benchmarks

#endif  // JUMELAGE_BENCHMARKS_LOAD_WIRE_H_
