#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_

#include <string>

#include "absl/status/status.h"
#include "jumelage/registry/v1/record.pb.h"

namespace jumelage::cli {

// A record to be imported, or what could not be read as one.
struct SourceRecord {
  registry::v1::Record record;
  // Where it stands, for people: "relations.tsv:12".
  std::string place;
  // An error: there is no record, this is why.
  absl::Status unreadable;
};

// What an import reads, one record after the other, always in the same order. Used by one thread.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // Puts the next record into `*next`; false when there is none.
  virtual bool Next(SourceRecord* next) = 0;
  // How much of all has been read: 0 to 1.
  virtual double Fraction() const = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_SOURCE_H_
