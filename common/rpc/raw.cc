#include "common/rpc/raw.h"

namespace jumelage {

absl::string_view OnlyFirstField(absl::string_view bytes) {
  constexpr char kTag = 1 << 3 | 2;  // field 1, length-delimited
  // Values whose length takes more than one byte are left to the parser: few names are that long.
  if (bytes.size() < 2 || bytes[0] != kTag || (bytes[1] & 0x80) != 0) return "";
  const absl::string_view value = bytes.substr(2);
  return value.size() == static_cast<size_t>(bytes[1]) ? value : "";
}

grpc::ByteBuffer CopiedBytes(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace jumelage
