#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_

#include <iosfwd>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace jumelage::cli {

// Writes the records of an export in one of the formats that an import reads. Used by one thread.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  // What comes before the first record.
  virtual void Begin() {}
  // `record` is one of a service's records: a Record or a ProjectRecord. UNKNOWN: it holds what the
  // format has no form for; nothing of it was written.
  virtual absl::Status Write(const google::protobuf::Message& record) = 0;
};

// `format` is jsonl, textproto or csv; a table of CSV holds one type, whose resource type is
// `type`. `out` outlives the writer. Usage errors: another format; CSV of a type without a table.
absl::StatusOr<std::unique_ptr<RecordWriter>> MakeRecordWriter(const std::string& format,
                                                               const std::string& type,
                                                               std::ostream* out);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_RECORD_WRITER_H_
