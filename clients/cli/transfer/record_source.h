#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_

#include <string>

#include "absl/status/status.h"
#include "jumelage/registry/v1/record.pb.h"

namespace jumelage::cli {

// A record to be imported, or what could not be read as one. `R` is the message of a service's
// records.
template <typename R>
struct SourceRecordOf {
  R record;
  // Where it stands, for people: "relations.tsv:12".
  std::string place;
  // An error: there is no record, this is why.
  absl::Status unreadable;
};

// What an import reads, one record after the other, always in the same order. Used by one thread.
template <typename R>
class RecordSourceOf {
 public:
  virtual ~RecordSourceOf() = default;
  // Puts the next record into `*next`; false when there is none.
  virtual bool Next(SourceRecordOf<R>* next) = 0;
  // How much of all has been read: 0 to 1.
  virtual double Fraction() const = 0;
};

using SourceRecord = SourceRecordOf<registry::v1::Record>;
using RecordSource = RecordSourceOf<registry::v1::Record>;

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_
