#ifndef JUMELAGE_CLIENTS_CLI_PAGE_REFERENCES_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_REFERENCES_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// The references of a record to other resources: the string fields, at any depth, that the contract
// annotates with google.api.resource_reference.

// Calls `found` with each reference that is set, in field order. `message` is a resource or a part
// of one.
void ForEachReference(const google::protobuf::Message& message,
                      absl::FunctionRef<void(const std::string&)> found);

// Takes out of the resource `*resource` what refers to a name for which `drop` is true: the entry
// of a repeated field of the resource, or the singular field, that holds the reference, whole.
// Returns whether anything was taken out.
bool DropReferences(google::protobuf::Message* resource,
                    absl::FunctionRef<bool(const std::string&)> drop);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_REFERENCES_H_
