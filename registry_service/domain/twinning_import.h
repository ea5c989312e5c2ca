#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_

#include <string>

#include "common/base/violations.h"
#include "google/protobuf/timestamp.pb.h"
#include "jumelage/registry/v1/record.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

// What an import may bring into a twinning that no other method lets a caller set. Pure and
// thread-safe; `now` is the time of the commit.
namespace jumelage {

// Gives the new `*twinning`, whose ledger and attestations are those of the record `given`, the
// times at which they were recorded where they come from. Adds violations for times that are none
// (CheckTimeOfRecord), and for a ledger that with these is not the story of a link.
void RestoreTimes(const registry::v1::Twinning& given, const google::protobuf::Timestamp& now,
                  registry::v1::Twinning* twinning, Violations* violations);

// Adds to `*twinning`, as it is, what `given` has beyond it: the attestation of a side that has
// none, and the steps after those of its ledger, where that is how the ledger of `given` begins.
// Adds violations for times that are none; whether the ledger is legal then is CheckTwinning's to
// say.
void AddWhatIsNew(const registry::v1::Twinning& given, const google::protobuf::Timestamp& now,
                  registry::v1::Twinning* twinning, Violations* violations);

// The kind of link that a statement is about: a twinning unless it says otherwise.
registry::v1::Twinning::Kind KindOf(const registry::v1::Statement& statement);

// The twinning that the first statement about the pair of cities makes, without a name and without
// attestations.
registry::v1::Twinning TwinningOf(const registry::v1::Statement& statement,
                                  const std::string& subject, const std::string& object,
                                  const google::protobuf::Timestamp& now);

// Adds what `statement` says to the attestation of its side. Whether that said something new.
bool AddStatement(const registry::v1::Statement& statement, const google::protobuf::Timestamp& now,
                  registry::v1::TwinningSide* side);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_TWINNING_IMPORT_H_
