#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_

#include <string>

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/registry/v1/record.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// How an import creates and completes twinnings, and sets the fields that only an import may set.
// Pure and thread-safe. `now` is the time of the commit.
namespace jumelage {

// Copies each `record_time` and `attest_time` in `given` to `*twinning`, a new twinning that was
// created from `given` and has its ledger and attestations. Adds violations for invalid times
// (CheckTimeOfRecord). If `violations` is empty after that, checks the ledger with the restored
// times (CheckLedger).
void RestoreTimes(const registry::v1::Twinning& given, const google::protobuf::Timestamp& now,
                  registry::v1::Twinning* twinning, Violations* violations);

// Sorts the sides of `*given`, a record of `existing`, like those of `existing`. An existing side
// whose city the record does not have takes nothing from the record: its place gets a copy of it
// with the other city of the record. So the cities still differ, and nothing else does. Does
// nothing if the record does not have two sides.
void PlaceSides(const registry::v1::Twinning& existing, registry::v1::Twinning* given);

// Adds to `*twinning` the parts that only `given` has: the attestation of each side that has none
// yet, and further steps if the ledger of `given` continues that of `*twinning`. Adds violations
// for invalid times. Afterwards the caller must check the resulting ledger with CheckTwinning.
void AddWhatIsNew(const registry::v1::Twinning& given, const google::protobuf::Timestamp& now,
                  registry::v1::Twinning* twinning, Violations* violations);

// Returns the kind of link that a statement is about; KIND_TWINNING by default.
registry::v1::Twinning::Kind KindOf(const registry::v1::Statement& statement);

// Returns the twinning that the first statement about a pair of cities creates. It is signed, and
// has no name and no attestations yet.
registry::v1::Twinning TwinningOf(const registry::v1::Statement& statement,
                                  const std::string& subject, const std::string& object,
                                  const google::protobuf::Timestamp& now);

// Adds to the attestation of `*side` the parts of `statement` that it lacks: `since`, evidence, and
// notes in languages that have none yet. If that changes the attestation or creates it, sets its
// `attest_time` and returns true. Otherwise returns false.
bool AddStatement(const registry::v1::Statement& statement, const google::protobuf::Timestamp& now,
                  registry::v1::TwinningSide* side);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_
