#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_JSON_LINES_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_JSON_LINES_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/transfer/record_source.h"

namespace jumelage::cli {

// The records of one service in a file with one record per line, in the JSON form of Protocol
// Buffers. A line {"project": {…}} belongs to the projects service. Every other line belongs to the
// registry, even if it is not a record. Skips empty lines and the lines of the other service. Reads
// line by line, so files may have any size. Instantiated for both services. Not thread-safe.
template <typename R>
class JsonLinesSource : public RecordSourceOf<R> {
 public:
  // Returns a usage error if the file can't be read.
  static absl::StatusOr<std::unique_ptr<JsonLinesSource>> Open(const std::string& path);

  bool Next(SourceRecordOf<R>* next) override;
  double Fraction() const override;

 private:
  explicit JsonLinesSource(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  std::ifstream file_;
  int64_t size_ = 0;
  int64_t read_ = 0;
  int64_t line_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_JSON_LINES_H_
