#ifndef JUMELAGE_COMMON_MESSAGE_NEGATIVE_ZEROS_H_
#define JUMELAGE_COMMON_MESSAGE_NEGATIVE_ZEROS_H_

#include "google/protobuf/message.h"

namespace jumelage {

// Whether a floating-point field of `message`, at any depth, is −0.
bool HasNegativeZeros(const google::protobuf::Message& message);

// Replaces every −0 in `message` by 0. The two are equal as numbers, but not as bytes, and the JSON
// parsers of Protocol Buffers read "-0" as 0.
void ReplaceNegativeZeros(google::protobuf::Message* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_NEGATIVE_ZEROS_H_
