#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_

#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// How imports with EXISTING_RECORDS_MERGE merge the lists that they do not simply replace. Pure and
// thread-safe.
namespace jumelage {

// Each function completes lists of the given record with entries of the existing record. The
// completed lists can then replace those of the existing record.

// Populations: drops given counts that only repeat an existing count, or its value, its qualifier
// and some of its other fields. Puts the other given counts before the existing ones. Does nothing
// if no counts are given.
void CompleteLists(const registry::v1::City& existing, registry::v1::City* given);
// Sides: copies each field that a given side lacks from the existing side of the same city.
void CompleteLists(const registry::v1::Twinning& existing, registry::v1::Twinning* given);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_RECORD_MERGE_H_
