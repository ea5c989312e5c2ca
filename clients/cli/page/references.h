#ifndef JUMELAGE_CLIENTS_CLI_PAGE_REFERENCES_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_REFERENCES_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// The references of a record to other resources: the string fields, at any depth, that have the
// annotation google.api.resource_reference.

// Calls `found` with each reference that is set, in field order. `message` is a resource or a part
// of one.
void ForEachReference(const google::protobuf::Message& message,
                      absl::FunctionRef<void(const std::string&)> found);

// Removes references to names for which `drop` returns true. Removes the whole top-level field of
// `*resource` that contains the reference, or the whole entry if the field is repeated. Returns
// whether anything was removed.
bool DropReferences(google::protobuf::Message* resource,
                    absl::FunctionRef<bool(const std::string&)> drop);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_REFERENCES_H_
