#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_

#include <string>

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/registry/v1/record.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// Fields of a twinning that only an import may set. Pure and thread-safe. `now` is the time of the
// commit.
namespace jumelage {

// Sets the record times of the new `*twinning` to those in the record `given`, whose ledger and
// attestations it has. Adds violations for invalid times (CheckTimeOfRecord), and for a ledger that
// these times make invalid.
void RestoreTimes(const registry::v1::Twinning& given, const google::protobuf::Timestamp& now,
                  registry::v1::Twinning* twinning, Violations* violations);

// Adds to `*twinning` what only `given` has: the attestation of a side that has none, and the steps
// after those of its ledger if the ledger of `given` begins with these. Adds violations for invalid
// times. CheckTwinning must then check whether the ledger is legal.
void AddWhatIsNew(const registry::v1::Twinning& given, const google::protobuf::Timestamp& now,
                  registry::v1::Twinning* twinning, Violations* violations);

// Returns the kind of link that a statement is about: a twinning by default.
registry::v1::Twinning::Kind KindOf(const registry::v1::Statement& statement);

// Returns the twinning that the first statement about a pair of cities creates, without a name and
// attestations.
registry::v1::Twinning TwinningOf(const registry::v1::Statement& statement,
                                  const std::string& subject, const std::string& object,
                                  const google::protobuf::Timestamp& now);

// Adds the contents of `statement` to the attestation of its side. Returns whether anything was
// new.
bool AddStatement(const registry::v1::Statement& statement, const google::protobuf::Timestamp& now,
                  registry::v1::TwinningSide* side);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_
