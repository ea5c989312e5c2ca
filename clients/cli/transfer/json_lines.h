#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_JSON_LINES_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_JSON_LINES_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/transfer/record_source.h"

namespace jumelage::cli {

// A file with a jumelage.registry.v1.Record a line, in the JSON form of Protocol Buffers. Empty
// lines are passed over. Reads as it goes, whatever the size of the file.
class JsonLinesSource : public RecordSource {
 public:
  // Usage error: it can't be read.
  static absl::StatusOr<std::unique_ptr<JsonLinesSource>> Open(const std::string& path);

  bool Next(SourceRecord* next) override;
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
