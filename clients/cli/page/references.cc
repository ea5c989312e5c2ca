#include "clients/cli/page/references.h"

#include <vector>

#include "google/api/resource.pb.h"
#include "google/protobuf/descriptor.h"

namespace jumelage::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsReference(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         field.options().HasExtension(google::api::resource_reference);
}

// Visits the references in entry `index` of `field`, or in the singular `field` if `index` is -1.
void ForEachReferenceIn(const Message& message, const FieldDescriptor* field, int index,
                        absl::FunctionRef<void(const std::string&)> found) {
  const Reflection& reflection = *message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    ForEachReference(index < 0 ? reflection.GetMessage(message, field)
                               : reflection.GetRepeatedMessage(message, field, index),
                     found);
  } else if (IsReference(*field)) {
    const std::string name = index < 0 ? reflection.GetString(message, field)
                                       : reflection.GetRepeatedString(message, field, index);
    if (!name.empty()) found(name);
  }
}

// Removes entry `index` of `field` and keeps the order of the other entries.
void RemoveEntry(Message* message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message->GetReflection();
  const int last = reflection.FieldSize(*message, field) - 1;
  for (int i = index; i < last; ++i) reflection.SwapElements(message, field, i, i + 1);
  reflection.RemoveLast(message, field);
}

}  // namespace

void ForEachReference(const Message& message, absl::FunctionRef<void(const std::string&)> found) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      ForEachReferenceIn(message, field, -1, found);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      ForEachReferenceIn(message, field, i, found);
    }
  }
}

bool DropReferences(Message* resource, absl::FunctionRef<bool(const std::string&)> drop) {
  const Reflection& reflection = *resource->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*resource, &fields);
  bool dropped = false;
  for (const FieldDescriptor* field : fields) {
    const auto holds_dropped = [&](int index) {
      bool holds = false;
      ForEachReferenceIn(*resource, field, index,
                         [&](const std::string& name) { holds = holds || drop(name); });
      return holds;
    };
    if (!field->is_repeated()) {
      if (!holds_dropped(-1)) continue;
      reflection.ClearField(resource, field);
      dropped = true;
      continue;
    }
    for (int i = reflection.FieldSize(*resource, field) - 1; i >= 0; --i) {
      if (!holds_dropped(i)) continue;
      RemoveEntry(resource, field, i);
      dropped = true;
    }
  }
  return dropped;
}

}  // namespace jumelage::cli
