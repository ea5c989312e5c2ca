#include "projects_service/follower/backoff.h"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

namespace jumelage {

Backoff::Backoff(BackoffOptions options) : options_(std::move(options)), current_(options_.first) {
  if (options_.random != nullptr) return;
  auto engine = std::make_shared<std::minstd_rand>(std::random_device{}());
  options_.random = [engine] { return std::uniform_real_distribution<double>(0, 1)(*engine); };
}

absl::Duration Backoff::Next() {
  const absl::Duration wait = current_ * (0.5 + 0.5 * options_.random());
  current_ = std::min(current_ * options_.growth, options_.most);
  return wait;
}

}  // namespace jumelage
