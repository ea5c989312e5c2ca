#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/transfer/record_source.h"
#include "jumelage/bundle/v1/bundle.pb.h"

namespace jumelage::cli {

// Reads a bundle in the text format of Protocol Buffers. Usage errors: it can't be read, or is no
// bundle; with the place.
absl::StatusOr<bundle::v1::Bundle> ReadBundle(const std::string& path);

// The records of a bundle that are one service's: those that an `R` can hold. For the records of
// both services.
template <typename R>
class BundleSource : public RecordSourceOf<R> {
 public:
  // Takes the resources out of `*bundle`, which was read from `path`.
  BundleSource(const std::string& path, bundle::v1::Bundle* bundle);

  bool Next(SourceRecordOf<R>* next) override;
  double Fraction() const override;

 private:
  std::vector<SourceRecordOf<R>> records_;
  size_t next_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_
