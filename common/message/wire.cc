#include "common/message/wire.h"

namespace jumelage {
namespace {

void AppendVarint(uint64_t value, std::string* message) {
  while (value >= 0x80) {
    message->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  message->push_back(static_cast<char>(value));
}

void AppendTag(int number, WireType type, std::string* message) {
  AppendVarint(static_cast<uint64_t>(number) << 3 | static_cast<uint64_t>(type), message);
}

}  // namespace

bool WireReader::ReadLongVarint(uint64_t* value) {
  *value = 0;
  for (int shift = 0; shift < 64 && next_ < end_; shift += 7) {
    const auto byte = static_cast<uint8_t>(*next_++);
    *value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool WireReader::SkipGroup() {
  const int group = number_;
  WireReader inside({next_, static_cast<size_t>(end_ - next_)});
  while (inside.Next()) {
    if (inside.type() != WireType::kGroupEnd) continue;
    next_ = inside.next_;
    return inside.number() == group;
  }
  return false;
}

absl::string_view FirstValue(absl::string_view bytes, int number) {
  WireReader reader(bytes);
  while (reader.Next()) {
    if (reader.number() == number) return reader.value();
  }
  return {};
}

void AppendBytesField(int number, absl::string_view value, std::string* message) {
  if (!value.empty()) AppendEntry(number, value, message);
}

void AppendIntField(int number, int64_t value, std::string* message) {
  if (value == 0) return;
  AppendTag(number, WireType::kVarint, message);
  AppendVarint(static_cast<uint64_t>(value), message);
}

void AppendEntry(int number, absl::string_view value, std::string* message) {
  AppendTag(number, WireType::kBytes, message);
  AppendVarint(value.size(), message);
  message->append(value.data(), value.size());
}

}  // namespace jumelage
