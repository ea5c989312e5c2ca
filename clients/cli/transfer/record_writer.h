#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// The name of each merged city, with the name of the city that it was merged into.
using MergedCities = absl::flat_hash_map<std::string, std::string>;

// Writes the records of an export in one of the formats that an import reads. Not thread-safe.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  // Writes the text that precedes the first record, such as a header. Most formats have none.
  virtual void Begin() {}
  // Writes `record`, a Record or a ProjectRecord. If the format can't represent its type, writes
  // nothing and returns UNKNOWN.
  virtual absl::Status Write(const google::protobuf::Message& record) = 0;
  // Returns how many records a table left out because a row can't represent them.
  virtual int64_t left_out() const { return 0; }
  // Returns which records those are, such as "2 deleted and 1 merged", or "" for none.
  virtual std::string LeftOut() const { return ""; }
};

// Returns a writer for `format`, which is jsonl, textproto or csv. For csv, `type` is the resource
// type in the table; a table contains only one type. A table leaves out deleted and merged records,
// and has the remaining cities in place of those in `merged`, which may be filled until the first
// record is written. `merged` and `out` must outlive the writer. Returns a usage error if the
// format is unknown, or if it is csv and the type has no table.
absl::StatusOr<std::unique_ptr<RecordWriter>> MakeRecordWriter(const std::string& format,
                                                               const std::string& type,
                                                               const MergedCities* merged,
                                                               std::ostream* out);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_
