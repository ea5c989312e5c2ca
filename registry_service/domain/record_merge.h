#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_

#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// What EXISTING_RECORDS_MERGE says of lists that are not replaced whole. Pure and thread-safe.
namespace jumelage {

// Adds to the lists of `*given` that tell of the same things entry by entry what `existing` has in
// them and `*given` does not say: so completed, they can replace those of `existing`.

// Populations: one that repeats a count that is there, or a part of it, is that one; others come
// before those that are there.
void CompleteLists(const registry::v1::City& existing, registry::v1::City* given);
// Sides: the fields that a side lacks are those of the side of the same city.
void CompleteLists(const registry::v1::Twinning& existing, registry::v1::Twinning* given);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_
