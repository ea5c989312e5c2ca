#include "clients/cli/transfer/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "absl/strings/str_format.h"

namespace jumelage::cli {
namespace {

constexpr int kCells = 30;
constexpr absl::Duration kInterval = absl::Milliseconds(100);

}  // namespace

ProgressBar::ProgressBar(std::ostream* out, bool shown, Clock* clock)
    : out_(*out), shown_(shown), clock_(clock), start_(clock->Now()) {}

void ProgressBar::Show(int64_t records, double fraction) {
  if (!shown_) return;
  const absl::Time now = clock_->Now();
  if (now - last_ < kInterval) return;
  last_ = now;
  fraction = std::clamp(fraction, 0.0, 1.0);
  const int cells = static_cast<int>(std::lround(fraction * kCells));
  std::string line =
      absl::StrFormat("[%s%s] %3d %%  %d records", std::string(cells, '#'),
                      std::string(kCells - cells, '.'), std::lround(fraction * 100), records);
  const double seconds = absl::ToDoubleSeconds(now - start_);
  if (seconds > 0) {
    absl::StrAppendFormat(&line, ", %.0f a second", static_cast<double>(records) / seconds);
  }
  const size_t shorter = width_ > line.size() ? width_ - line.size() : 0;
  width_ = line.size();
  out_ << '\r' << line << std::string(shorter, ' ') << std::flush;
}

void ProgressBar::Clear() {
  if (width_ == 0) return;
  out_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
  width_ = 0;
  last_ = absl::InfinitePast();
}

}  // namespace jumelage::cli
