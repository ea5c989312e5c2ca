#ifndef JUMELAGE_CLIENTS_CLI_RECORD_TABLE_H_
#define JUMELAGE_CLIENTS_CLI_RECORD_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"

namespace jumelage::cli {

// The table of a list of records. If any of them is deleted or was merged into another one, the
// last column says so. Not thread-safe.
class RecordTable {
 public:
  explicit RecordTable(std::vector<std::string> header) : header_(std::move(header)) {}

  // Adds a row for `record`, with as many cells as the header has.
  void AddRow(const google::protobuf::Message& record, std::vector<std::string> cells);

  // Returns the table as lines, as TextTable does.
  std::string Render() const;

 private:
  const std::vector<std::string> header_;
  // Each row ends with its remark, which may be empty.
  std::vector<std::vector<std::string>> rows_;
  bool has_remarks_ = false;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_RECORD_TABLE_H_
