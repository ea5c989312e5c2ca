#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_

#include <iosfwd>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// Writes the records of an export in one of the formats that an import reads. Not thread-safe.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  // Writes the text that precedes the first record, such as a header. Most formats have none.
  virtual void Begin() {}
  // Writes `record`, a Record or a ProjectRecord. If the format can't represent it, writes nothing
  // and returns UNKNOWN.
  virtual absl::Status Write(const google::protobuf::Message& record) = 0;
};

// Returns a writer for `format`, which is jsonl, textproto or csv. For csv, `type` is the resource
// type in the table; a table contains only one type. `out` must outlive the writer. Returns a usage
// error if the format is unknown, or if it is csv and the type has no table.
absl::StatusOr<std::unique_ptr<RecordWriter>> MakeRecordWriter(const std::string& format,
                                                               const std::string& type,
                                                               std::ostream* out);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_
