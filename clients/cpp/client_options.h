#ifndef JUMELAGE_CLIENTS_CPP_CLIENT_OPTIONS_H_
#define JUMELAGE_CLIENTS_CPP_CLIENT_OPTIONS_H_

#include <limits>
#include <string>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/ids.h"

namespace jumelage::client {

// How many times and when a client retries a call if a service is temporarily unavailable.
struct RetryPolicy {
  static constexpr int kUnlimitedAttempts = std::numeric_limits<int>::max();

  // Attempts per call, including the first.
  int max_attempts = 5;
  // The pause after the first attempt if the service doesn't specify one. Each further pause is
  // twice as long as the one before, up to `max_backoff`.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
};

struct ClientOptions {
  // The time limit for one call, including all attempts and pauses. Streams have no time limit.
  absl::Duration timeout = absl::Seconds(30);
  RetryPolicy retry;
  // Whether a watch ignores `retry.max_attempts`, and so lasts over an outage of any length.
  bool watch_over_any_outage = false;
  // The service that is called. Errors of the transport are marked with it (TransportErrorOf).
  std::string service;
  // `clock` and `ids` must outlive the client.
  Clock* clock = Clock::Real();
  IdSource* ids = IdSource::Real();
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_CLIENT_OPTIONS_H_
