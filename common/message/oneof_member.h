#ifndef JUMELAGE_COMMON_MESSAGE_ONEOF_MEMBER_H_
#define JUMELAGE_COMMON_MESSAGE_ONEOF_MEMBER_H_

#include <string>

#include "google/protobuf/message.h"

// Functions for messages that hold one of several resources in a oneof. Thread-safe.
namespace jumelage {

// Returns the message that is set in the oneof `oneof` of `message`; null if no message is set or
// there is no such oneof.
const google::protobuf::Message* MemberOf(const google::protobuf::Message& message,
                                          const std::string& oneof);
google::protobuf::Message* MutableMemberOf(const std::string& oneof,
                                           google::protobuf::Message* message);

// Returns the name of a resource; empty for null and for messages without a field `name`.
std::string ResourceNameOf(const google::protobuf::Message* resource);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_ONEOF_MEMBER_H_
