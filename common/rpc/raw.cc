#include "common/rpc/raw.h"

#include <utility>

namespace jumelage {
namespace {

// The wire types of protobuf's encoding that are written here.
enum WireType { kVarint = 0, kLengthDelimited = 2 };

void AppendVarint(uint64_t value, std::string* message) {
  while (value >= 0x80) {
    message->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  message->push_back(static_cast<char>(value));
}

void AppendTag(int number, WireType type, std::string* message) {
  AppendVarint(static_cast<uint64_t>(number) << 3 | type, message);
}

void DropOwner(void* owner) { delete static_cast<std::shared_ptr<const void>*>(owner); }

}  // namespace

absl::string_view OnlyFirstField(absl::string_view bytes) {
  constexpr char kTag = 1 << 3 | kLengthDelimited;
  // A length of one byte is enough for any resource name.
  if (bytes.size() < 2 || bytes[0] != kTag || (bytes[1] & 0x80) != 0) return "";
  const absl::string_view value = bytes.substr(2);
  return value.size() == static_cast<size_t>(bytes[1]) ? value : "";
}

void AppendBytesField(int number, absl::string_view value, std::string* message) {
  if (!value.empty()) AppendEntry(number, value, message);
}

void AppendIntField(int number, int64_t value, std::string* message) {
  if (value == 0) return;
  AppendTag(number, kVarint, message);
  AppendVarint(static_cast<uint64_t>(value), message);
}

void AppendEntry(int number, absl::string_view value, std::string* message) {
  AppendTag(number, kLengthDelimited, message);
  AppendVarint(value.size(), message);
  message->append(value.data(), value.size());
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
