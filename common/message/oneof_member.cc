#include "common/message/oneof_member.h"

#include "google/protobuf/descriptor.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Returns the field that is set in the oneof, if it is a message; otherwise null.
const FieldDescriptor* SetMember(const Message& message, const std::string& oneof) {
  const auto* descriptor = message.GetDescriptor()->FindOneofByName(oneof);
  if (descriptor == nullptr) return nullptr;
  const auto* field = message.GetReflection()->GetOneofFieldDescriptor(message, descriptor);
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? field
                                                                                   : nullptr;
}

}  // namespace

const Message* MemberOf(const Message& message, const std::string& oneof) {
  const FieldDescriptor* field = SetMember(message, oneof);
  return field == nullptr ? nullptr : &message.GetReflection()->GetMessage(message, field);
}

Message* MutableMemberOf(const std::string& oneof, Message* message) {
  const FieldDescriptor* field = SetMember(*message, oneof);
  return field == nullptr ? nullptr : message->GetReflection()->MutableMessage(message, field);
}

std::string ResourceNameOf(const Message* resource) {
  if (resource == nullptr) return "";
  const auto* field = resource->GetDescriptor()->FindFieldByName("name");
  return field == nullptr ? "" : resource->GetReflection()->GetString(*resource, field);
}

}  // namespace jumelage
