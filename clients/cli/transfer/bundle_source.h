#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/transfer/record_source.h"
#include "jumelage/bundle/v1/bundle.pb.h"

namespace jumelage::cli {

// Reads a bundle in the text format of Protocol Buffers. Returns a usage error if the file can't be
// read or is not a bundle. In the second case, the message says where in the file the error is.
absl::StatusOr<bundle::v1::Bundle> ReadBundle(const std::string& path);

// The records of a bundle that belong to one service: the one whose records are messages of type
// `R`. Instantiated for both services. Not thread-safe.
template <typename R>
class BundleSource : public RecordSourceOf<R> {
 public:
  // Moves the service's resources out of `*bundle`, which was read from `path`.
  BundleSource(const std::string& path, bundle::v1::Bundle* bundle);

  bool Next(SourceRecordOf<R>* next) override;
  double Fraction() const override;

 private:
  std::vector<SourceRecordOf<R>> records_;
  size_t next_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_BUNDLE_SOURCE_H_
