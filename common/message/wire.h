#ifndef JUMELAGE_COMMON_MESSAGE_WIRE_H_
#define JUMELAGE_COMMON_MESSAGE_WIRE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace jumelage {

// The kinds of fields in protobuf's encoding.
enum class WireType {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kGroupBegin = 3,
  kGroupEnd = 4,
  kFixed32 = 5
};

// Reads the fields of a serialized message one by one, without parsing their values. This takes
// time only for the fields that are set. Reflection takes longer, and takes time for every field of
// the type.
//
// Protobuf serializes fields in the order of their numbers, the entries of a repeated field
// together, and unknown fields last.
class WireReader {
 public:
  // `bytes` must outlive the reader.
  explicit WireReader(absl::string_view bytes)
      : next_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  // Advances to the next field. Returns false at the end, or if the bytes are not a message. A
  // group is one field, with all its content.
  bool Next();

  int number() const { return number_; }
  WireType type() const { return type_; }
  // The bytes of a string, a message or packed numbers; empty for other fields.
  absl::string_view value() const { return value_; }
  // The whole field, including its number.
  absl::string_view field() const { return field_; }

 private:
  bool ReadVarint(uint64_t* value);
  bool ReadLongVarint(uint64_t* value);
  bool Skip(uint64_t size);
  // Skips to the end of a group. Returns false if the group is malformed. Only unknown fields can
  // be groups.
  bool SkipGroup();

  const char* next_;
  const char* const end_;
  int number_ = 0;
  WireType type_ = WireType::kVarint;
  absl::string_view value_;
  absl::string_view field_;
};

// Returns the value of the first field with this number in the serialized message `bytes`. Returns
// an empty value if there is no such field, or if it is a single number or a group.
absl::string_view FirstValue(absl::string_view bytes, int number);

// Appends a field to a serialized message. Leaves out a field with its default value, as protobuf
// does for fields without presence.
void AppendBytesField(int number, absl::string_view value, std::string* message);
void AppendIntField(int number, int64_t value, std::string* message);
// Appends an entry of a repeated field, even if it is empty.
void AppendEntry(int number, absl::string_view value, std::string* message);

// These functions are inline because they run for each field of each record that is written.

inline bool WireReader::ReadVarint(uint64_t* value) {
  // Most numbers take one byte.
  if (next_ == end_ || (*next_ & 0x80) != 0) return ReadLongVarint(value);
  *value = static_cast<uint8_t>(*next_++);
  return true;
}

inline bool WireReader::Skip(uint64_t size) {
  if (size > static_cast<uint64_t>(end_ - next_)) return false;
  next_ += size;
  return true;
}

inline bool WireReader::Next() {
  const char* const start = next_;
  uint64_t tag = 0, number = 0;
  if (!ReadVarint(&tag)) return false;
  number_ = static_cast<int>(tag >> 3);
  if (number_ <= 0) return false;
  value_ = {};
  type_ = static_cast<WireType>(tag & 7);
  switch (type_) {
    case WireType::kVarint:
      if (!ReadVarint(&number)) return false;
      break;
    case WireType::kFixed64:
      if (!Skip(sizeof(uint64_t))) return false;
      break;
    case WireType::kFixed32:
      if (!Skip(sizeof(uint32_t))) return false;
      break;
    case WireType::kBytes: {
      if (!ReadVarint(&number)) return false;
      const char* const value = next_;
      if (!Skip(number)) return false;
      value_ = {value, static_cast<size_t>(number)};
      break;
    }
    case WireType::kGroupBegin:
      if (!SkipGroup()) return false;
      break;
    case WireType::kGroupEnd:
      break;
    default:
      return false;
  }
  field_ = {start, static_cast<size_t>(next_ - start)};
  return true;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_WIRE_H_
