#ifndef JUMELAGE_COMMON_RPC_RAW_H_
#define JUMELAGE_COMMON_RPC_RAW_H_

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace jumelage {

// Raw methods receive and return messages as bytes, so stored bytes can be sent without parsing and
// serializing them.

// Parses the request of a raw method. Returns FIELD_INVALID if it is malformed.
template <typename Request>
absl::StatusOr<Request> ParseRaw(const grpc::ByteBuffer& bytes) {
  Request request;
  grpc::ByteBuffer copy(bytes);
  if (!grpc::SerializationTraits<Request>::Deserialize(&copy, &request).ok()) {
    return InvalidFieldsError({{"", "the request can't be parsed"}});
  }
  return request;
}

// Returns the value of field 1, a string, if the serialized message has no other field and the
// value is shorter than 128 bytes; otherwise an empty text. A Get request that only names its
// resource is such a message. The result points into `bytes`.
absl::string_view OnlyFirstField(absl::string_view bytes);

// Returns a copy of `bytes`.
grpc::ByteBuffer CopiedBytes(absl::string_view bytes);
// Returns `bytes` without copying them. `owner` keeps them alive.
template <typename Owner>
grpc::ByteBuffer SharedBytes(Owner owner, absl::string_view bytes) {
  const auto drop = [](void* held) { delete static_cast<Owner*>(held); };
  // gRPC does not write to the slice.
  const grpc::Slice slice(const_cast<char*>(bytes.data()), bytes.size(), drop,
                          new Owner(std::move(owner)));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_RAW_H_
