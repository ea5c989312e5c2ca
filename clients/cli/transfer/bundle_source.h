#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/transfer/record_source.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage::cli {

// The registry's records of a bundle in the text format of Protocol Buffers. The projects in it are
// another service's: projects() has them.
class BundleSource : public RecordSource {
 public:
  // Reads the file whole. Usage errors: it can't be read, or is no bundle; with the place.
  static absl::StatusOr<BundleSource> Open(const std::string& path);

  bool Next(SourceRecord* next) override;
  double Fraction() const override;
  const google::protobuf::RepeatedPtrField<projects::v1::Project>& projects() const {
    return projects_;
  }

 private:
  BundleSource() = default;

  google::protobuf::RepeatedPtrField<projects::v1::Project> projects_;
  std::vector<SourceRecord> records_;
  size_t next_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_
