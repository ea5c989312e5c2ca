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
  // Where, as a path in the request: "twinning.sides[1].city".
  std::string field;
  // The same without the message itself and without indices: "sides.city".
  std::string path;
  // Which: "cities/belfort".
  std::string name;
};

// Every resource that `message` names in fields that the contract annotates with
// google.api.resource_reference, at any depth, in the order of its fields; one that is named
// several times comes several times. Empty fields name nothing. `field` is the path of `message` in
// the request. Thread-safe.
std::vector<NamedReference> ReferencesOf(absl::string_view field,
                                         const google::protobuf::Message& message);
// The same of what a message of `type` was serialized to.
std::vector<NamedReference> ReferencesOf(absl::string_view field,
                                         const google::protobuf::Descriptor* type,
                                         absl::string_view bytes);

// Those of `now` whose names `before` does not have: what a change refers to anew.
std::vector<NamedReference> NewReferences(const std::vector<NamedReference>& before,
                                          std::vector<NamedReference> now);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_MESSAGE_REFERENCES_H_
