#ifndef JUMELAGE_TESTS_ROBUSTNESS_CLIENT_H_
#define JUMELAGE_TESTS_ROBUSTNESS_CLIENT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/robustness/subject.h"

namespace jumelage {

// Makes one call after the other, like a careful program. It remembers answers, sends the etag half
// of the time, and asks to see its own writes. It repeats a write with an unknown outcome under the
// same request id. Records every call. Used by one thread at a time.
class Client {
 public:
  // All clients share the clock `ticks`. It and `subject` outlive this.
  Client(int number, uint64_t seed, const Subject* subject, std::atomic<int64_t>* ticks);

  // Continues with the restarted service.
  void Connect(int life, std::shared_ptr<grpc::Channel> channel);
  // Makes one call. Returns false if it was interrupted.
  bool Step();
  // Makes some write and returns its status.
  absl::Status Write();
  // Reads a resource, bypassing every cache, and returns the status.
  absl::Status ReadFromView(const std::string& name);
  // Repeats the writes with unknown outcomes until they are known or the time is over. Returns how
  // many are left.
  size_t Settle(absl::Duration patience);

  const std::vector<CallRecord>& calls() const { return calls_; }
  ClientMind& mind() { return mind_; }

 private:
  const CallRecord& Perform(const Plan& plan, const CallOptions& options);
  void Read();
  void Decide(const Plan& plan, const CallOptions& options);
  void RetryOldest(const CallOptions& options);
  void Learn(const CallRecord& call);
  CallOptions Options();

  const Subject* const subject_;
  std::atomic<int64_t>* const ticks_;
  ClientMind mind_;
  int life_ = 0;
  std::shared_ptr<grpc::Channel> channel_;
  std::vector<Plan> unsettled_;
  std::optional<Position> seen_;
  std::vector<CallRecord> calls_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_CLIENT_H_
