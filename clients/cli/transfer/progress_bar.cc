#include "clients/cli/transfer/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/text/localize.h"

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
  std::string line = absl::StrFormat("[%s%s] %3d %%  %s records", std::string(cells, '#'),
                                     std::string(kCells - cells, '.'), std::lround(fraction * 100),
                                     FormatNumber(records, Language::kEnglish));
  const double seconds = absl::ToDoubleSeconds(now - start_);
  if (seconds > 0) {
    const int64_t rate = std::llround(static_cast<double>(records) / seconds);
    absl::StrAppend(&line, ", ", FormatNumber(rate, Language::kEnglish), " a second");
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
