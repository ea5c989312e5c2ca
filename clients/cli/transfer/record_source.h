#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_

#include <string>

#include "absl/status/status.h"
#include "jumelage/registry/v1/record.pb.h"

namespace jumelage::cli {

// A record to be imported, or a part of the input that could not be read as a record. `R` is the
// message of a service's records.
template <typename R>
struct SourceRecordOf {
  R record;
  // The record's place in the input, for people, such as "relations.tsv:12".
  std::string place;
  // The error if the record could not be read, otherwise OK.
  absl::Status unreadable;
};

// The input of an import: one record after another, always in the same order. Not thread-safe.
template <typename R>
class RecordSourceOf {
 public:
  virtual ~RecordSourceOf() = default;
  // Puts the next record into `*next`. Returns false if there is none.
  virtual bool Next(SourceRecordOf<R>* next) = 0;
  // Returns the fraction of the input that has been read, from 0 to 1.
  virtual double Fraction() const = 0;
};

using SourceRecord = SourceRecordOf<registry::v1::Record>;
using RecordSource = RecordSourceOf<registry::v1::Record>;

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_
