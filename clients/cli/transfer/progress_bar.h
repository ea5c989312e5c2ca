#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_PROGRESS_BAR_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_PROGRESS_BAR_H_

#include <cstdint>
#include <iosfwd>
#include <string>

#include "absl/time/time.h"
#include "common/base/clock.h"

namespace jumelage::cli {

// Shows progress on one line that is overwritten in place: a bar, the percentage, the number of
// records, and the rate. Not thread-safe.
class ProgressBar {
 public:
  // `out` and `clock` must outlive the bar. If `shown` is false, the bar writes nothing.
  ProgressBar(std::ostream* out, bool shown, Clock* clock = Clock::Real());

  // Shows that `records` records, a `fraction` (0 to 1) of the input, are done. Updates the line at
  // most once every 100 ms, because people can't read faster.
  void Show(int64_t records, double fraction);
  // Erases the line, so that something else can be written there. Show may be called again.
  void Clear();

 private:
  std::ostream& out_;
  const bool shown_;
  Clock* const clock_;
  const absl::Time start_;
  absl::Time last_ = absl::InfinitePast();
  size_t width_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_PROGRESS_BAR_H_
