#ifndef JUMELAGE_COMMON_RPC_REPLACEMENT_H_
#define JUMELAGE_COMMON_RPC_REPLACEMENT_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace jumelage {

// How a record to be imported differs from the existing resource.
struct Difference {
  // Whether the prepared record differs from the resource in any field except OUTPUT_ONLY fields
  // and the etag. If not, an update with the record changes nothing.
  bool changes = false;
  // The paths of the immutable fields for which the record has a different value. They keep their
  // existing values.
  std::vector<std::string> fixed;
};

// Compares `*wanted`, a record to be imported, with `current`, the existing resource of the same
// type, and prepares `*wanted` to be applied as an update of all fields. OUTPUT_ONLY fields and the
// etag are cleared, and IMMUTABLE fields get their values in `current`, even inside messages that
// both have and in lists of the same length. An IMMUTABLE field that the record lacks is not a
// difference: later steps may have set it.
Difference CompareForUpdate(const google::protobuf::Message& current,
                            google::protobuf::Message* wanted);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_REPLACEMENT_H_
