#ifndef JUMELAGE_COMMON_RPC_REPLACEMENT_H_
#define JUMELAGE_COMMON_RPC_REPLACEMENT_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace jumelage {

// How a record to be imported differs from the existing one.
struct Difference {
  // Whether an update with the prepared record would change anything.
  bool changes = false;
  // The paths of immutable fields for which the record has another value. They keep their values.
  std::vector<std::string> fixed;
};

// Compares `*wanted`, a record to be imported, with `current`, of the same type, and prepares it to
// be sent as an update of all fields. OUTPUT_ONLY fields are cleared, and IMMUTABLE fields get
// their values in `current`. An IMMUTABLE field that the record lacks is not a difference: later
// steps may have set it.
Difference CompareForUpdate(const google::protobuf::Message& current,
                            google::protobuf::Message* wanted);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_REPLACEMENT_H_
