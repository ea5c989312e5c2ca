#ifndef JUMELAGE_COMMON_MESSAGE_REFERENCES_H_
#define JUMELAGE_COMMON_MESSAGE_REFERENCES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace jumelage {

// A resource that a message names.
struct NamedReference {
  // The field, as a path in the request: "twinning.sides[1].city".
  std::string field;
  // The same path without the message itself and without indices: "sides.city".
  std::string path;
  // The name of the resource: "cities/belfort".
  std::string name;
};

// Returns every resource that `message` names in string fields annotated with
// google.api.resource_reference, at any depth. The references are in the order of the field
// numbers, and a name may occur several times. Empty fields are skipped. `field` is the path of
// `message` in the request. Thread-safe.
std::vector<NamedReference> ReferencesOf(absl::string_view field,
                                         const google::protobuf::Message& message);
// The same for a message of `type` that was serialized to `bytes`.
std::vector<NamedReference> ReferencesOf(absl::string_view field,
                                         const google::protobuf::Descriptor* type,
                                         absl::string_view bytes);

// Returns the references in `now` whose names are not in `before`: those that a change adds.
std::vector<NamedReference> NewReferences(const std::vector<NamedReference>& before,
                                          std::vector<NamedReference> now);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_REFERENCES_H_
