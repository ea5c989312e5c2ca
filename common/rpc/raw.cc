#include "common/rpc/raw.h"

#include <utility>

namespace jumelage {
namespace {

void DropOwner(void* owner) { delete static_cast<std::shared_ptr<const void>*>(owner); }

}  // namespace

absl::string_view OnlyFirstField(absl::string_view bytes) {
  constexpr char kTag = 1 << 3 | 2;  // of bytes
  // A length of one byte is enough for any resource name.
  if (bytes.size() < 2 || bytes[0] != kTag || (bytes[1] & 0x80) != 0) return "";
  const absl::string_view value = bytes.substr(2);
  return value.size() == static_cast<size_t>(bytes[1]) ? value : "";
}

grpc::ByteBuffer CopiedBytes(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer SharedBytes(std::shared_ptr<const void> owner, absl::string_view bytes) {
  // gRPC does not write to what it is given.
  const grpc::Slice slice(const_cast<char*>(bytes.data()), bytes.size(), &DropOwner,
                          new std::shared_ptr<const void>(std::move(owner)));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace jumelage
