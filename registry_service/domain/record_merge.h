#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_

#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// How EXISTING_RECORDS_MERGE completes lists that are not simply replaced. Pure and thread-safe.
namespace jumelage {

// Adds to the lists of `*given` the entries of `existing` that they lack. They can then replace the
// lists of `existing`.

// Populations: a count that repeats an existing one, completely or in part, is that one. Other
// counts come before the existing ones.
void CompleteLists(const registry::v1::City& existing, registry::v1::City* given);
// Sides: a field that a side lacks is taken from the existing side of the same city.
void CompleteLists(const registry::v1::Twinning& existing, registry::v1::Twinning* given);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_
