#ifndef JUMELAGE_COMMON_RPC_REPLACEMENT_H_
#define JUMELAGE_COMMON_RPC_REPLACEMENT_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace jumelage {

// How a record to be taken over differs from the one that a service holds.
struct Difference {
  // Whether an update with the prepared record would change anything.
  bool changes = false;
  // The paths of fields fixed on creation for which the record has another value: they stay.
  std::vector<std::string> fixed;
};

// Compares `*wanted`, a record to be taken over, with `current`, of the same type, and prepares it
// to be sent as an update of all fields: what the contract annotates as OUTPUT_ONLY is cleared,
// what is IMMUTABLE becomes what it is in `current` (where the record has none, that is no
// difference: it says nothing about what later steps did).
Difference CompareForUpdate(const google::protobuf::Message& current,
                            google::protobuf::Message* wanted);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_REPLACEMENT_H_
