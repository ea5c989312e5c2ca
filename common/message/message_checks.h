#ifndef JUMELAGE_COMMON_MESSAGE_MESSAGE_CHECKS_H_
#define JUMELAGE_COMMON_MESSAGE_MESSAGE_CHECKS_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "common/base/limits.h"
#include "common/base/violations.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace jumelage {

// The limits for the message of a resource. Lengths are in characters (Unicode code points).
struct MessageLimits {
  int64_t text = kMaxTextLength;
  // For string fields called "name" or "..._name".
  int64_t name = kMaxNameLength;
  // For each repeated field.
  int entries = kMaxEntries;
  // For the whole serialized message (CheckSize).
  int64_t bytes = kMaxResourceBytes;
};

// Adds a violation for each string in `message` that is not valid UTF-8 or too long, for each
// repeated field with too many entries, and for `message` itself if it is too large. Also adds one
// where messages are nested deeper than kMaxMessageDepth. The entries of a repeated field with too
// many are not checked. `field` is the path of `message` in the request ("city").
void CheckMessage(absl::string_view field, const google::protobuf::Message& message,
                  const MessageLimits& limits, Violations* violations);

// Checks only the size, for a message of `type` that was serialized to `bytes`. The fields that the
// service maintains (name, etag, revision, create_time, update_time, delete_time, merged_into) do
// not count, so an accepted resource stays within the limit when they change.
void CheckSize(absl::string_view field, const google::protobuf::Descriptor* type,
               absl::string_view bytes, const MessageLimits& limits, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_MESSAGE_CHECKS_H_
