#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_FILES_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_FILES_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/transfer/record_source.h"
#include "jumelage/projects/v1/transfer_service.pb.h"

namespace jumelage::cli {

// The records of several sources, one source after another. Not thread-safe.
template <typename R>
class SourcesInTurn : public RecordSourceOf<R> {
 public:
  void Add(std::unique_ptr<RecordSourceOf<R>> source) { sources_.push_back(std::move(source)); }

  bool Next(SourceRecordOf<R>* next) override {
    for (; current_ < sources_.size(); ++current_) {
      if (sources_[current_]->Next(next)) return true;
    }
    return false;
  }
  double Fraction() const override {
    if (current_ >= sources_.size()) return 1;
    return (static_cast<double>(current_) + sources_[current_]->Fraction()) /
           static_cast<double>(sources_.size());
  }

 private:
  std::vector<std::unique_ptr<RecordSourceOf<R>>> sources_;
  size_t current_ = 0;
};

// The records of several files, separately for each service. Bundles are read when the source is
// opened, and the records in other files during the import. Not thread-safe.
class FilesSource {
 public:
  // `format` is textproto, jsonl or csv. If it is empty, each file's format depends on its
  // extension: jsonl for .jsonl, csv for .csv, and textproto for anything else. Returns a usage
  // error if the format is unknown, a file can't be read, a bundle is invalid, or a table has an
  // invalid header.
  static absl::StatusOr<FilesSource> Open(absl::Span<const std::string> paths,
                                          const std::string& format);

  RecordSourceOf<registry::v1::Record>* registry() { return &registry_; }
  RecordSourceOf<projects::v1::ProjectRecord>* projects() { return &projects_; }
  // Returns whether one of the files is a table. Tables don't contain complete records.
  bool has_tables() const { return has_tables_; }

 private:
  FilesSource() = default;
  absl::Status Add(const std::string& path, const std::string& format);

  SourcesInTurn<registry::v1::Record> registry_;
  SourcesInTurn<projects::v1::ProjectRecord> projects_;
  bool has_tables_ = false;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_FILES_SOURCE_H_
