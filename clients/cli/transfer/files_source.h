#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_FILES_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_FILES_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/transfer/record_source.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage::cli {

// The records of several files, one file after the other. Bundles are read whole, others as the
// import goes.
class FilesSource : public RecordSource {
 public:
  using Projects = google::protobuf::RepeatedPtrField<projects::v1::Project>;

  // `format` is textproto, jsonl or csv; empty: what the files' names end with, for each.
  // Usage errors: no such format; a file can't be read or is none of its format.
  static absl::StatusOr<FilesSource> Open(absl::Span<const std::string> paths,
                                          const std::string& format);

  bool Next(SourceRecord* next) override;
  double Fraction() const override;

  // Those of the bundles, each name once.
  const Projects& projects() const { return projects_; }
  // Whether one of the files is a table, which holds less than whole records.
  bool has_tables() const { return has_tables_; }

 private:
  FilesSource() = default;
  absl::Status Add(const std::string& path, const std::string& format);

  std::vector<std::unique_ptr<RecordSource>> files_;
  size_t current_ = 0;
  Projects projects_;
  bool has_tables_ = false;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_FILES_SOURCE_H_
