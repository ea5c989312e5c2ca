#ifndef JUMELAGE_COMMON_RESOURCE_RESOURCE_TYPE_H_
#define JUMELAGE_COMMON_RESOURCE_RESOURCE_TYPE_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "common/view/view.h"
#include "google/protobuf/descriptor.h"

// Resource types as google.api.resource annotates them in the contract. Pure and thread-safe.
namespace jumelage {

// Returns the resource type, such as "registry.jumelage/City"; empty for a message that is not a
// resource.
std::string ResourceType(const google::protobuf::Descriptor* type);

// Returns the last segment of each type's collection ("cities"), keyed by the type.
absl::flat_hash_map<std::string, std::string> SegmentsByType(const ViewSchema& schema);

// Returns, for each type in the schema, the number of its field in the oneof `state` of `change`, a
// service's ResourceChange. The keys are the last segments of the collections.
absl::flat_hash_map<std::string, int> ChangeFields(const ViewSchema& schema,
                                                   const google::protobuf::Descriptor* change);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_RESOURCE_TYPE_H_
