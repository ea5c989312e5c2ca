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

// The records of one service in a file with a record a line, in the JSON form of Protocol Buffers:
// {"project": {…}} is the projects service's, every other line the registry's, also what is no
// record. Empty lines are passed over, and those of the other service. Reads as it goes, whatever
// the size of the file. For the records of both services.
template <typename R>
class JsonLinesSource : public RecordSourceOf<R> {
 public:
  // Usage error: it can't be read.
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
