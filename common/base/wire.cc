#include "common/base/wire.h"

#include "google/protobuf/wire_format_lite.h"

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

}  // namespace

using google::protobuf::internal::WireFormatLite;

bool WireReader::Next() {
  const auto start = static_cast<size_t>(input_.CurrentPosition());
  const uint32_t tag = input_.ReadTagNoLastTag();
  if (tag == 0) return false;
  number_ = WireFormatLite::GetTagFieldNumber(tag);
  has_value_ = WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
  value_ = {};
  if (has_value_) {
    uint32_t length = 0;
    if (!input_.ReadVarint32(&length)) return false;
    const auto at = static_cast<size_t>(input_.CurrentPosition());
    if (length > bytes_.size() - at || !input_.Skip(static_cast<int>(length))) return false;
    value_ = bytes_.substr(at, length);
  } else if (!WireFormatLite::SkipField(&input_, tag)) {
    return false;
  }
  field_ = bytes_.substr(start, static_cast<size_t>(input_.CurrentPosition()) - start);
  return true;
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

}  // namespace jumelage
