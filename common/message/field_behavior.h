#ifndef JUMELAGE_COMMON_MESSAGE_FIELD_BEHAVIOR_H_
#define JUMELAGE_COMMON_MESSAGE_FIELD_BEHAVIOR_H_

#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"

namespace jumelage {

// Whether the contract annotates `field` with `behavior`. Searches the field's options, which takes
// longer than most other work on a field.
inline bool Behaves(const google::protobuf::FieldDescriptor& field,
                    google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  const int count = options.ExtensionSize(google::api::field_behavior);
  for (int i = 0; i < count; ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_FIELD_BEHAVIOR_H_
