#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_PROGRESS_BAR_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_PROGRESS_BAR_H_

#include <cstdint>
#include <iosfwd>
#include <string>

#include "absl/time/time.h"
#include "common/base/clock.h"

namespace jumelage::cli {

// One line that is written over and over: a bar, what is done, and how fast. Not thread-safe.
class ProgressBar {
 public:
  // Both outlive the bar. One that is not `shown` writes nothing.
  ProgressBar(std::ostream* out, bool shown, Clock* clock = Clock::Real());

  // `fraction` of all is done, from 0 to 1, which are `records`. Most calls change nothing: people
  // read no faster.
  void Show(int64_t records, double fraction);
  // Takes the line away, for whatever else is to be written there. Showing goes on.
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
