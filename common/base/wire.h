#ifndef JUMELAGE_COMMON_BASE_WIRE_H_
#define JUMELAGE_COMMON_BASE_WIRE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"

namespace jumelage {

// The fields of a serialized message, one after the other, without parsing what they hold. To look
// through the bytes takes time for each field that is there; to look through a message by
// reflection takes more for each field that could be.
//
// Bytes that a message was serialized to: fields come in the order of their numbers, the entries of
// a repeated field together, unknown fields last.
class WireReader {
 public:
  // `bytes` outlive this.
  explicit WireReader(absl::string_view bytes)
      : bytes_(bytes),
        input_(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {}

  // Goes on to the next field. False at the end, or where the bytes are no message.
  bool Next();

  int number() const { return number_; }
  // Whether the field's value is bytes: a string, a message, or packed numbers.
  bool has_value() const { return has_value_; }
  // These bytes; empty for other fields.
  absl::string_view value() const { return value_; }
  // All of the field, its number included.
  absl::string_view field() const { return field_; }

 private:
  const absl::string_view bytes_;
  google::protobuf::io::CodedInputStream input_;
  int number_ = 0;
  bool has_value_ = false;
  absl::string_view value_;
  absl::string_view field_;
};

// Appends a field to a serialized message. Fields with their default value are left out, as
// protobuf does.
void AppendBytesField(int number, absl::string_view value, std::string* message);
void AppendIntField(int number, int64_t value, std::string* message);
// One of a repeated field: there also when it is empty.
void AppendEntry(int number, absl::string_view value, std::string* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_WIRE_H_
